import type { SmsOutcome } from '#messaging/gateways/contract'

/**
 * A provider's answer may repeat the message. The code in it, which the history hides, is
 * hidden in the answer, too, since operators read it.
 *
 * @param body as operators may read it, with dots for the code
 * @param text as it went out
 */
export function hideCode(outcome: SmsOutcome, body: string, text: string): SmsOutcome {
  if (outcome.outcome === 'accepted') return outcome
  const code = hiddenIn(body, text)
  if (code === '') return outcome
  return { ...outcome, detail: outcome.detail.replaceAll(code, '•'.repeat(code.length)) }
}

/** The first part of the text that the body has something else for. */
function hiddenIn(body: string, text: string): string {
  const differs = text.split('').map((unit, at) => body[at] !== unit)
  const start = differs.indexOf(true)
  if (start === -1) return ''
  const end = differs.indexOf(false, start)
  return text.slice(start, end === -1 ? undefined : end)
}
