import { isRecord, isText, type JsonRecord } from '../kit/guards.js'
import { unknownKey } from '../sms/refused.js'
import { violates } from './refusals.js'

export interface InfobipOrder {
  sender: string
  to: string
  text: string
  messageId?: string
  statusUrl?: string
}

const MESSAGE = ['sender', 'destinations', 'content', 'options', 'webhooks']
const DESTINATION = ['to', 'messageId']
const CONTENT = ['text', 'transliteration', 'language']
const WEBHOOKS = ['delivery', 'contentType', 'callbackData']
const DELIVERY = ['url', 'intermediateReport', 'notify']

/** `{messages: [{sender, destinations, content, webhooks?}]}`. @throws Refused 400 */
export function parseMessages(body: JsonRecord | undefined): InfobipOrder[] {
  if (!body) violates('messages', 'must not be null')
  only(body, ['messages', 'options'], '')
  const { messages } = body
  if (!Array.isArray(messages) || messages.length === 0) violates('messages', 'must not be empty')
  return messages.flatMap((each: unknown, index) => parseMessage(each, `messages[${index}]`))
}

function parseMessage(value: unknown, at: string): InfobipOrder[] {
  const message = record(value, at)
  only(message, MESSAGE, `${at}.`)
  const content = record(message.content, `${at}.content`)
  only(content, CONTENT, `${at}.content.`)
  const order = {
    sender: text(message.sender, `${at}.sender`),
    text: text(content.text, `${at}.content.text`),
    ...webhook(message.webhooks, `${at}.webhooks`),
  }
  const { destinations } = message
  if (!Array.isArray(destinations) || destinations.length === 0) {
    violates(`${at}.destinations`, 'must not be empty')
  }
  return destinations.map((each: unknown, index) => {
    const place = `${at}.destinations[${index}]`
    const destination = record(each, place)
    only(destination, DESTINATION, `${place}.`)
    const { messageId } = destination
    const to = text(destination.to, `${place}.to`)
    return { ...order, to, ...(isText(messageId) ? { messageId } : {}) }
  })
}

function webhook(value: unknown, at: string): { statusUrl?: string } {
  if (value === undefined) return {}
  const webhooks = record(value, at)
  only(webhooks, WEBHOOKS, `${at}.`)
  const { contentType = 'application/json' } = webhooks
  if (contentType !== 'application/json') violates(`${at}.contentType`, 'is not supported here')
  if (webhooks.delivery === undefined) return {}
  const delivery = record(webhooks.delivery, `${at}.delivery`)
  only(delivery, DELIVERY, `${at}.delivery.`)
  const statusUrl = text(delivery.url, `${at}.delivery.url`)
  if (!URL.canParse(statusUrl)) violates(`${at}.delivery.url`, 'must be a valid URL')
  return { statusUrl }
}

function record(value: unknown, property: string): JsonRecord {
  return isRecord(value) ? value : violates(property, 'must not be null')
}

function text(value: unknown, property: string): string {
  return isText(value) ? value : violates(property, 'must not be blank')
}

function only(value: JsonRecord, known: readonly string[], prefix: string): void {
  const unknown = unknownKey(Object.keys(value), known)
  if (unknown !== undefined) violates(`${prefix}${unknown}`, 'unknown property')
}
