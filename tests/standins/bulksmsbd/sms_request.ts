import { isRecord, isText, type JsonRecord } from '../kit/guards.js'
import type { StandInRequest } from '../kit/request.js'
import { SmsRefusal } from './replies.js'

export interface OutgoingText {
  /** `8801XXXXXXXXX`. */
  number: string
  message: string
}

export interface SmsRequest {
  apiKey: string
  senderId: string
  texts: OutgoingText[]
}

/** With the country code and without a plus; anything else is 1001. */
const NUMBER = /^8801[3-9]\d{8}$/

/** One text to one or more numbers, separated by commas. @throws SmsRefusal 1001, 1003 */
export function parseSingle(request: StandInRequest): SmsRequest {
  const fields = readFields(request, ['api_key', 'senderid', 'number', 'message'], ['type'])
  if (fields.type !== undefined && fields.type !== 'text') throw new SmsRefusal(1003)
  const message = requireField(fields, 'message')
  const numbers = requireField(fields, 'number').split(',')
  return {
    apiKey: requireField(fields, 'api_key'),
    senderId: requireField(fields, 'senderid'),
    texts: numbers.map((number) => ({
      number: requireNumber(number),
      message,
    })),
  }
}

/** A text of its own for each number. @throws SmsRefusal 1001, 1003 */
export function parseMany(request: StandInRequest): SmsRequest {
  const fields = readFields(request, ['api_key', 'senderid', 'messages'], [])
  const { messages } = fields
  const list: unknown = typeof messages === 'string' ? parseJson(messages) : messages
  if (!Array.isArray(list) || list.length === 0) throw new SmsRefusal(1003)
  return {
    apiKey: requireField(fields, 'api_key'),
    senderId: requireField(fields, 'senderid'),
    texts: list.map((one: unknown) => {
      if (!isRecord(one) || !isText(one.to) || !isText(one.message)) throw new SmsRefusal(1003)
      return { number: requireNumber(one.to), message: one.message }
    }),
  }
}

export function parseBalanceRequest(request: StandInRequest): string {
  return requireField(readFields(request, ['api_key'], []), 'api_key')
}

/** The query on GET; a form or JSON on POST. Unknown fields are refused. */
function readFields(request: StandInRequest, known: string[], optional: string[]): JsonRecord {
  const fields = rawFields(request)
  const allowed = [...known, ...optional]
  if (!fields || Object.keys(fields).some((field) => !allowed.includes(field))) {
    throw new SmsRefusal(1003)
  }
  return fields
}

function rawFields(request: StandInRequest): JsonRecord | undefined {
  if (request.method === 'GET') return Object.fromEntries(request.query)
  if (request.contentType === 'application/json') return request.jsonObject()
  if (request.contentType === 'application/x-www-form-urlencoded') {
    return Object.fromEntries(request.form())
  }
  return undefined
}

function requireField(fields: JsonRecord, field: string): string {
  const value = fields[field]
  if (typeof value !== 'string' || value.trim() === '') throw new SmsRefusal(1003)
  return value
}

function requireNumber(number: string): string {
  if (!NUMBER.test(number)) throw new SmsRefusal(1001)
  return number
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}
