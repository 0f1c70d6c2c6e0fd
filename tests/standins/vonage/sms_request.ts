import { isText, type JsonRecord } from '../kit/guards.js'
import type { StandInRequest } from '../kit/request.js'
import { unknownKey } from '../sms/refused.js'
import { refuse } from './refusals.js'

export interface VonageOrder {
  from: string
  /** E.164 without the plus. */
  to: string
  /** As the phone will show it. */
  text: string
  callback?: string
  reference?: string
}

const FIELDS = [
  'api_key',
  'api_secret',
  'from',
  'to',
  'text',
  'type',
  'ttl',
  'status-report-req',
  'callback',
  'client-ref',
  'account-ref',
  'entity-id',
  'content-id',
]
const NUMBER = /^[1-9]\d{6,14}$/
const SENDER = /^(?:\d{1,15}|[A-Za-z0-9 ._-]{1,11})$/
/** Longest text in characters (developer.vonage.com, "Long SMS"). */
const LONGEST = 3200

/** The parameters of a call: form or JSON by POST, the query by GET. @throws Refused 3 */
export function parameters(request: StandInRequest): JsonRecord {
  if (request.method === 'GET') return Object.fromEntries(request.query)
  if (request.contentType === 'application/x-www-form-urlencoded') {
    return Object.fromEntries(request.form())
  }
  return (request.contentType === 'application/json' && request.jsonObject()) || refuse(2)
}

/** @throws Refused 2, 3, 12, 15, 23 */
export function parseOrder(fields: JsonRecord): VonageOrder {
  const unknown = unknownKey(Object.keys(fields), FIELDS)
  if (unknown !== undefined) refuse(3, `Unknown parameter ${unknown}`)
  const from = required(fields, 'from')
  const to = required(fields, 'to')
  const text = required(fields, 'text')
  if (!NUMBER.test(to)) refuse(3, 'Invalid to param')
  if (!SENDER.test(from)) refuse(15)
  if (text.length > LONGEST) refuse(12)

  const { type = 'text', callback, 'client-ref': reference } = fields
  if (type !== 'text' && type !== 'unicode') refuse(3, 'Invalid type param')
  if (callback !== undefined && !isAddress(callback)) refuse(23)
  return {
    from,
    to,
    text: type === 'text' ? withoutUnicode(text) : text,
    ...(isText(callback) ? { callback } : {}),
    ...(isText(reference) ? { reference } : {}),
  }
}

function required(fields: JsonRecord, field: string): string {
  const value = fields[field]
  return isText(value) ? value : refuse(2, `Missing ${field} param`)
}

function isAddress(value: unknown): boolean {
  return isText(value) && /^https?:$/.test(URL.parse(value)?.protocol ?? '')
}

/** Without `type=unicode` the network's alphabet is used, and it has no Bengali. */
function withoutUnicode(text: string): string {
  return text.replaceAll(/[^\n\r -~€£¥§¿¡ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùü]/gu, '?')
}
