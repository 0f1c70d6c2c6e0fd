import { createHash, timingSafeEqual } from 'node:crypto'

/** The fields of a callback or IPN. */
export type PostedFields = ReadonlyMap<string, string>

/** Null when a name comes twice: a signature would then say nothing of which one counts. */
export function readPosted(rawBody: string): PostedFields | null {
  const pairs = [...new URLSearchParams(rawBody)]
  const fields = new Map(pairs)
  return fields.size === pairs.length ? fields : null
}

/**
 * Whether SSLCommerz signed these fields, its number of our payment among them: with
 * `verify_sign_sha2`, with the older `verify_sign` (MD5), or, when both are there, with both.
 */
export function isSigned(fields: PostedFields, storePassword: string): boolean {
  const signatures = [
    { given: fields.get('verify_sign_sha2'), algorithm: 'sha256' },
    { given: fields.get('verify_sign'), algorithm: 'md5' },
  ].filter(({ given }) => given !== undefined)

  return (
    signatures.length > 0 &&
    signatures.every(({ given, algorithm }) => {
      const expected = signatureOf(fields, storePassword, algorithm)
      return expected !== null && same(expected, given ?? '')
    })
  )
}

/**
 * The fields that `verify_key` names, empty ones too, and the hashed password, sorted by
 * name (facts §2.4). Null when a named field is missing, or our number is not among them.
 */
function signatureOf(fields: PostedFields, storePassword: string, algorithm: string) {
  const names = (fields.get('verify_key') ?? '').split(',')
  if (!names.includes('tran_id') || !names.every((name) => fields.has(name))) return null

  const hash = (text: string) => createHash(algorithm).update(text).digest('hex')
  const signed = new Map(names.map((name) => [name, fields.get(name) ?? '']))
  signed.set('store_passwd', hash(storePassword))
  const sorted = [...signed].sort(([one], [other]) => (one < other ? -1 : 1))
  return hash(sorted.map(([name, value]) => `${name}=${value}`).join('&'))
}

function same(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given.toLowerCase())]
  return one.length === other.length && timingSafeEqual(one, other)
}
