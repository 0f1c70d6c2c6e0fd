/** What may stand in an error and is nobody else's to read: addresses, numbers, tokens, query strings. */
const PRIVATE: readonly [RegExp, string][] = [
  [/\?[^\s"']+/g, '?…'],
  [/[^\s@<>"']+@[^\s@<>"']+/g, '…@…'],
  [/\b(password|secret|token|key|authorization|signature)(["']?\s*[:=]\s*)\S+/gi, '$1$2…'],
  [/\bBearer\s+\S+/gi, 'Bearer …'],
  [/\+?\d{6,}/g, '…'],
  [/[A-Za-z0-9_+/=-]{24,}/g, '…'],
]

const KEPT = 300

/** An error's message, for people who look after the whole and not after one ISP's customers. */
export function withoutSecrets(message: string): string {
  const [line = ''] = message.trim().split('\n')
  return PRIVATE.reduce((text, [found, left]) => text.replace(found, left), line).slice(0, KEPT)
}
