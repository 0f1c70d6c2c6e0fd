import { createHash } from 'node:crypto'

/** What SSLCommerz signs of the fields it posts; `error` and the card's sub brand stay unsigned. */
const UNSIGNED = ['error', 'card_sub_brand']

/**
 * Adds `verify_key` and both signatures. Each is a hash over the named fields and the hashed
 * password, sorted by name and joined as in an address but unescaped (SSLCommerz's own libraries).
 */
export function sign(fields: Record<string, string>, password: string): Record<string, string> {
  const names = Object.keys(fields)
    .filter((name) => !UNSIGNED.includes(name))
    .sort()
  return {
    ...fields,
    verify_sign: digest('md5', fields, names, password),
    verify_sign_sha2: digest('sha256', fields, names, password),
    verify_key: names.join(','),
  }
}

function digest(
  algorithm: 'md5' | 'sha256',
  fields: Record<string, string>,
  names: readonly string[],
  password: string
): string {
  const hash = (text: string) => createHash(algorithm).update(text).digest('hex')
  const signed: Record<string, string> = { store_passwd: hash(password) }
  for (const name of names) signed[name] = fields[name] ?? ''
  const text = Object.keys(signed)
    .sort()
    .map((name) => `${name}=${signed[name]}`)
    .join('&')
  return hash(text)
}
