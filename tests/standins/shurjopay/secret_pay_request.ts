import { isIPv4, isIPv6 } from 'node:net'
import type { JsonRecord } from '../kit/guards.js'
import { parseTaka } from '../kit/taka.js'
import { Refusal, Unprocessable } from './codes.js'
import type { Merchant } from './merchants.js'

const MANDATORY = [
  'token',
  'store_id',
  'prefix',
  'amount',
  'order_id',
  'currency',
  'return_url',
  'cancel_url',
  'client_ip',
  'customer_name',
  'customer_phone',
  'customer_address',
  'customer_city',
]
/** The sample's spelling of the first is kept beside the right one. */
const OPTIONAL = [
  'discsount_amount',
  'discount_amount',
  'disc_percent',
  'customer_email',
  'customer_state',
  'customer_postcode',
  'customer_post_code',
  'customer_country',
  'shipping_address',
  'shipping_city',
  'shipping_country',
  'received_person_name',
  'shipping_phone_number',
  'value1',
  'value2',
  'value3',
  'value4',
]
const TEXT = /^.{1,255}$/s
const PHONE = /^\d{11}$/
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

export interface SecretPayRequest {
  customerOrderId: string
  amountPoisha: number
  currency: string
  returnUrl: string
  cancelUrl: string
  clientIp: string
  customer: { name: string; phone: string; email: string; address: string; city: string }
  values: [string, string, string, string]
}

/**
 * @throws Unprocessable for a field that is missing, wrong or unknown; Refusal 1010 for a currency
 *   and 1064 for another store's number, prefix or token.
 */
export function parseSecretPay(
  body: JsonRecord,
  merchant: Merchant,
  bearer: string
): SecretPayRequest {
  const known = [...MANDATORY, ...OPTIONAL]
  for (const field of Object.keys(body)) if (!known.includes(field)) throw new Unprocessable(field)
  for (const field of MANDATORY) if (!hasText(body[field])) throw new Unprocessable(field)
  if (body.token !== bearer || String(body.store_id) !== String(merchant.storeId)) {
    throw new Refusal('1064')
  }
  if (body.prefix !== merchant.prefix) throw new Refusal('1064')
  if (body.currency !== 'BDT' && body.currency !== 'USD') throw new Refusal('1010')
  const email = optional(body, 'customer_email')
  if (email !== '' && !EMAIL.test(email)) throw new Unprocessable('customer_email')
  const phone = String(body.customer_phone)
  if (!PHONE.test(phone)) throw new Unprocessable('customer_phone')
  const clientIp = String(body.client_ip)
  if (!isIPv4(clientIp) && !isIPv6(clientIp)) throw new Unprocessable('client_ip')
  return {
    customerOrderId: text(body, 'order_id'),
    amountPoisha: amount(body.amount),
    currency: body.currency,
    returnUrl: address(body, 'return_url'),
    cancelUrl: address(body, 'cancel_url'),
    clientIp,
    customer: {
      name: text(body, 'customer_name'),
      phone,
      email,
      address: text(body, 'customer_address'),
      city: text(body, 'customer_city'),
    },
    values: [
      optional(body, 'value1'),
      optional(body, 'value2'),
      optional(body, 'value3'),
      optional(body, 'value4'),
    ],
  }
}

/** JSON numbers and decimal strings are both taken, as the plugins send both. */
function amount(value: unknown): number {
  const poisha = parseTaka(typeof value === 'number' ? String(value) : value)
  if (poisha === undefined) throw new Unprocessable('amount')
  return poisha
}

function hasText(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number'
}

function text(body: JsonRecord, field: string): string {
  const value = body[field]
  if (typeof value !== 'string' || !TEXT.test(value)) throw new Unprocessable(field)
  return value
}

function optional(body: JsonRecord, field: string): string {
  const value = body[field] ?? ''
  if (typeof value !== 'string' || value.length > 255) throw new Unprocessable(field)
  return value
}

function address(body: JsonRecord, field: string): string {
  const value = text(body, field)
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw new Unprocessable(field)
  }
  return value
}
