import type { JsonRecord } from '../kit/guards.js'
import { digits, refuseUnknown } from './credentials.js'
import type { Merchant } from './merchants.js'
import { invalid } from './refusals.js'

/** What a merchant may ask a customer for. */
export interface PushRequest {
  /** Cents; whole shillings only. */
  amountMinor: number
  /** `254712345678`. */
  msisdn: string
  callbackUrl: string
  accountReference: string
  transactionDesc: string
}

const FIELDS = [
  'BusinessShortCode',
  'Password',
  'Timestamp',
  'TransactionType',
  'Amount',
  'PartyA',
  'PartyB',
  'PhoneNumber',
  'CallBackURL',
  'AccountReference',
  'TransactionDesc',
]
const MSISDN = /^254[17]\d{8}$/
const MOST_SHILLINGS = 250_000
const REFUSED_WORDS = /m-?pesa|safaricom/i

export function parsePush(body: JsonRecord, merchant: Merchant, wordsMatter: boolean): PushRequest {
  refuseUnknown(body, FIELDS)
  const type = merchant.till === undefined ? 'CustomerPayBillOnline' : 'CustomerBuyGoodsOnline'
  if (body.TransactionType !== type) throw invalid('TransactionType')
  if (digits(body.PartyB) !== (merchant.till ?? merchant.shortcode)) throw invalid('PartyB')

  const shillings = Number(digits(body.Amount) ?? 0)
  if (shillings < 1 || shillings > MOST_SHILLINGS) throw invalid('Amount')
  const msisdn = digits(body.PhoneNumber)
  if (msisdn === undefined || !MSISDN.test(msisdn)) throw invalid('PhoneNumber')
  if (digits(body.PartyA) !== msisdn) throw invalid('PartyA')
  return {
    amountMinor: shillings * 100,
    msisdn,
    callbackUrl: callbackUrl(body.CallBackURL, wordsMatter),
    accountReference: words(body, 'AccountReference', 12),
    transactionDesc: words(body, 'TransactionDesc', 13),
  }
}

function words(body: JsonRecord, field: string, most: number): string {
  const value = body[field]
  if (typeof value !== 'string' || value.trim() === '' || value.length > most) throw invalid(field)
  return value
}

/** Public https only, for Safaricom; here also plain http of this machine, to be testable. */
function callbackUrl(value: unknown, wordsMatter: boolean): string {
  if (typeof value !== 'string' || !URL.canParse(value)) throw invalid('CallBackURL')
  const { protocol, hostname } = new URL(value)
  const here = hostname === 'localhost' || hostname.endsWith('.localhost') || isLoopback(hostname)
  if (protocol !== 'https:' && !(protocol === 'http:' && here)) throw invalid('CallBackURL')
  if (wordsMatter && REFUSED_WORDS.test(value)) throw invalid('CallBackURL')
  return value
}

function isLoopback(hostname: string): boolean {
  return /^127(?:\.\d{1,3}){3}$/.test(hostname)
}
