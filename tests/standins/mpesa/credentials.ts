import { timingSafeEqual } from 'node:crypto'
import type { JsonRecord } from '../kit/guards.js'
import type { Merchant, Merchants } from './merchants.js'
import { isTimestamp } from './nairobi_time.js'
import { invalid, unable } from './refusals.js'

/**
 * The shortcode that speaks, known by `Password` = base64(shortcode, passkey, timestamp), on an
 * app of its own. How old the timestamp is does not matter: Daraja's own samples are years old.
 * @throws Refusal
 */
export function authenticate(
  merchants: Merchants,
  consumerKey: string,
  body: JsonRecord
): Merchant {
  const shortcode = digits(body.BusinessShortCode)
  if (shortcode === undefined) throw invalid('BusinessShortCode')
  if (!isTimestamp(body.Timestamp)) throw invalid('Timestamp')
  if (typeof body.Password !== 'string' || body.Password === '') throw invalid('Password')

  const merchant = merchants.byShortcode(shortcode)
  if (!merchant || merchant.consumerKey !== consumerKey) throw unable('Merchant does not exist')
  const expected = Buffer.from(`${shortcode}${merchant.passkey}${body.Timestamp}`)
  const given = Buffer.from(body.Password)
  const right = Buffer.from(expected.toString('base64'))
  if (given.length !== right.length || !timingSafeEqual(given, right)) {
    throw unable('Wrong credentials')
  }
  return merchant
}

/** A whole number as Daraja takes it, as a JSON number or as a text of digits. */
export function digits(value: unknown): string | undefined {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? digits(String(value)) : undefined
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? value : undefined
}

/** @throws Refusal for a field that Daraja does not name. */
export function refuseUnknown(body: JsonRecord, known: readonly string[]): void {
  const unknown = Object.keys(body).find((field) => !known.includes(field))
  if (unknown !== undefined) throw invalid(unknown)
}
