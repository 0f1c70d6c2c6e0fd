import { isIPv4 } from 'node:net'
import type { Clock } from '../kit/clock.js'
import { parseDhakaDigits } from '../kit/dhaka_time.js'
import { isRecord, isText, type JsonRecord } from '../kit/guards.js'
import type { StandInRequest } from '../kit/request.js'
import { parseTaka } from '../kit/taka.js'
import { requireTexts } from './envelope.js'
import type { Merchant } from './merchants.js'
import type { Payment } from './payment_book.js'
import { BadHeaders, NotListed, Refusal } from './refusals.js'

const CLIENT_TYPES = ['PC_WEB', 'MOBILE_WEB', 'MOBILE_APP']
const ORDER_ID = /^[A-Za-z0-9]{1,20}$/
const CHALLENGE = /^[A-Za-z0-9-]{20,40}$/
/** Longest values of what the page shows beside the order (Nagad's package for Flutter). */
const ADDITIONAL: Record<string, number> = {
  serviceName: 25,
  serviceLogoURL: 1024,
  additionalFieldNameEN: 20,
  additionalFieldNameBN: 20,
  additionalFieldValue: 20,
}

/**
 * The three headers of every call. Nagad's own sample verifies without them, so there they are
 * only looked at when given.
 * @throws BadHeaders
 */
export function checkHeaders(request: StandInRequest, mandatory: boolean): void {
  const check = (name: string, fits: (value: string) => boolean) => {
    const value = request.header(name)
    if (value === undefined ? mandatory : !fits(value)) {
      throw new BadHeaders(`${name} is missing or not valid`)
    }
  }
  check('X-KM-Api-Version', (value) => value === 'v-0.2.0')
  check('X-KM-IP-V4', (value) => isIPv4(value))
  check('X-KM-Client-Type', (value) => CLIENT_TYPES.includes(value))
}

/** @throws NotListed when the merchant's servers are known and this is none of them. */
export function checkCaller(request: StandInRequest, merchant: Merchant): void {
  if (merchant.allowedIps?.includes(request.remoteAddress) === false) throw new NotListed()
}

/** @throws Refusal InvalidApiRequest for what is no JSON object with only these fields. */
export function readBody(request: StandInRequest, known: readonly string[]): JsonRecord {
  const body = request.contentType === 'application/json' ? request.jsonObject() : undefined
  const unknown = body && Object.keys(body).find((field) => !known.includes(field))
  if (!body || unknown !== undefined) throw new Refusal('InvalidApiRequest')
  return body
}

/** @throws Refusal InvalidOrderId for anything but up to 20 letters and digits. */
export function checkOrderId(orderId: string): void {
  if (!ORDER_ID.test(orderId)) throw new Refusal('InvalidOrderId')
}

/** @throws Refusal when the sealed part and the open one tell different stories. */
export function checkInitialize(
  body: JsonRecord,
  content: JsonRecord,
  merchant: Merchant,
  orderId: string,
  clock: Clock,
  toleranceSeconds: number
): void {
  requireTexts(content, ['merchantId', 'datetime', 'orderId', 'challenge'])
  if (content.merchantId !== merchant.merchantId) throw new Refusal('InvalidMerchant')
  if (content.orderId !== orderId) throw new Refusal('InvalidOrderId')
  const { accountNumber } = body
  if (accountNumber !== undefined && accountNumber !== merchant.accountNumber) {
    throw new Refusal('InvalidMerchant', 'Invalid account number')
  }
  const at = parseDhakaDigits(content.datetime)
  const apart = at === undefined ? Infinity : Math.abs(clock.now() - at) / 1000
  if (body.dateTime !== content.datetime || apart > toleranceSeconds) {
    throw new Refusal('InvalidApiRequest', 'Invalid API request: dateTime')
  }
  if (!CHALLENGE.test(String(content.challenge))) {
    throw new Refusal('InvalidApiRequest', 'Invalid API request: challenge')
  }
}

/** @throws Refusal for another payment's data, another currency, a wrong amount or address. */
export function parseComplete(
  body: JsonRecord,
  content: JsonRecord,
  payment: Payment
): NonNullable<Payment['order']> {
  requireTexts(content, ['merchantId', 'orderId', 'currencyCode', 'amount', 'challenge'])
  if (content.merchantId !== payment.merchant.merchantId) throw new Refusal('InvalidMerchant')
  if (content.orderId !== payment.orderId) throw new Refusal('InvalidOrderId')
  if (content.challenge !== payment.challenge) throw new Refusal('InvalidPurchaseInformation')
  if (content.currencyCode !== '050') throw new Refusal('InvalidCurrency')
  const amountPoisha = parseTaka(content.amount)
  if (amountPoisha === undefined) throw new Refusal('InvalidPurchaseInformation')
  const { merchantCallbackURL: callbackUrl } = body
  if (!isText(callbackUrl) || !isWebAddress(callbackUrl)) throw new Refusal('InvalidApiRequest')
  return { amountPoisha, callbackUrl, additionalInfo: additionalInfo(body.additionalMerchantInfo) }
}

function isWebAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}

function additionalInfo(value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (!isRecord(value)) throw new Refusal('InvalidApiRequest')
  for (const [name, text] of Object.entries(value)) {
    const longest = ADDITIONAL[name]
    if (typeof text !== 'string' || (longest !== undefined && [...text].length > longest)) {
      throw new Refusal('InvalidApiRequest', `Invalid API request: ${name}`)
    }
  }
  return JSON.stringify(value)
}
