/** RFC 3463 §3.2 and §3.3: the address is bad, or the mailbox is closed for good. */
const ABOUT_THE_ADDRESS = /^5\d\d[ -]5\.(?:1\.\d+|2\.1)\b/

/** RFC 5321 §4.2.3, for servers that give no enhanced code. */
const PLAIN_REFUSALS = new Set([550, 551, 553])
const ENHANCED = /^5\d\d[ -]5\.\d+\.\d+\b/

const LONGEST_REASON = 300
const DEEPEST = 4

/**
 * Did the server refuse the recipient for good (RFC 5321 §3.3, a 5xx to RCPT TO)? A full mailbox,
 * a policy against the sender or a refused login say nothing of the address.
 *
 * @returns what the server said, or null
 */
export function hardBounce(error: unknown): string | null {
  for (let cause = error, depth = 0; isObject(cause) && depth < DEEPEST; depth += 1) {
    if (cause.command === 'RCPT TO' && typeof cause.response === 'string') {
      const isHard = ENHANCED.test(cause.response)
        ? ABOUT_THE_ADDRESS.test(cause.response)
        : PLAIN_REFUSALS.has(Number(cause.responseCode))
      return isHard ? cause.response.slice(0, LONGEST_REASON) : null
    }
    cause = cause.cause
  }
  return null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
