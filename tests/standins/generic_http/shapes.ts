import type { JsonRecord } from '../kit/guards.js'
import { json, text, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import { hasOthers, readFields, textOf } from '../prepaid/fields.js'

/** A message as a gateway of some shape was told of it. */
export interface Told {
  number: string
  sender: string
  text: string
  reference: string
}

/** One kind of gateway that operators meet: how it is called and how it answers. */
export interface Shape {
  method: 'GET' | 'POST'
  /** The message, or what the call is refused for. */
  read(request: StandInRequest, key: string): Told | string
  accepted(id: number): Reply
  refused(words: string): Reply
  /** What is left, or the refusal. */
  balance(request: StandInRequest, key: string): Reply
}

const UCS2 = /[^\u0020-\u007e]/

/** A form with the key among its fields; the code in the answer decides, HTTP is always 200. */
const form: Shape = {
  method: 'POST',
  read(request, key) {
    const fields = readFields(request, ['form'])
    const known = ['api_key', 'type', 'number', 'senderid', 'message']
    if (!fields || hasOthers(fields, known)) return 'Required fields'
    if (fields.api_key !== key) return `No user has the key ${String(fields.api_key)}`
    const [number, sender, message] = ['number', 'senderid', 'message'].map((one) =>
      textOf(fields[one])
    )
    if (!number || !/^[1-9]\d{9,14}$/.test(number)) return 'Invalid number'
    if (!sender || !message) return 'Required fields'
    if (fields.type !== (UCS2.test(message) ? 'unicode' : 'text')) return 'Wrong type'
    return { number, sender, text: message, reference: '' }
  },
  accepted: (id) => json({ response_code: 202, message_id: id, error_message: '' }),
  refused: (words) => json({ response_code: 1003, error_message: words }),
  balance(request, key) {
    const fields = readFields(request, ['form'])
    const known = fields?.api_key === key && !hasOthers(fields, ['api_key'])
    return known ? json({ account: { balance: '12.3456' } }) : form.refused('Unknown key')
  },
}

/** Nested JSON and the key in a header; errors have a 4xx status and an object. */
const nested: Shape = {
  method: 'POST',
  read(request, key) {
    const body = readFields(request, ['json'])
    if (request.header('authorization') !== `Bearer ${key}`) return 'Unauthorized'
    if (request.header('x-account') !== 'isp') return 'Account missing'
    const messages: unknown = body?.messages
    if (!body || hasOthers(body, ['messages', 'reference', 'flash'])) return 'Unknown field'
    if (!Array.isArray(messages) || messages.length !== 1) return 'One message'
    const one: JsonRecord = messages[0]
    const { to, from, content } = one
    const inner = typeof content === 'object' && content !== null ? { ...content } : {}
    const message = 'text' in inner ? textOf(inner.text) : undefined
    if (hasOthers(one, ['to', 'from', 'content']) || !Array.isArray(to)) return 'Unknown field'
    const number = textOf(to[0])
    if (!number || !/^\+[1-9]\d{9,14}$/.test(number)) return 'Invalid number'
    if (!message || typeof from !== 'string' || body.flash !== 'no') return 'Field missing'
    return { number, sender: from, text: message, reference: textOf(body.reference) ?? '' }
  },
  accepted: (id) => json({ data: [{ id: `m-${id}`, state: 'queued' }], error: null }, 202),
  refused: (words) => json({ data: [], error: { reason: words } }, 422),
  balance: (request, key) =>
    request.header('authorization') === `Bearer ${key}` && request.body === '{}'
      ? json({ account: { balance: 12.3456 } })
      : nested.refused('Unauthorized'),
}

/** Everything in the query of a GET, local numbers, and a line of text for an answer. */
const query: Shape = {
  method: 'GET',
  read(request, key) {
    const fields = readFields(request, ['query'])
    const known = ['user', 'password', 'to', 'text', 'coding']
    if (!fields || hasOthers(fields, known)) return 'parameters'
    if (fields.user !== 'isp' || fields.password !== key) return 'login'
    const [to, message] = [textOf(fields.to), textOf(fields.text)]
    if (!to || !/^01\d{9}$/.test(to)) return 'number'
    if (!message || (UCS2.test(message) && fields.coding !== '2')) return 'coding'
    return { number: to, sender: 'isp', text: message, reference: '' }
  },
  accepted: (id) => text(`OK: ${id}\n`),
  refused: (words) => text(`ERR: ${words}\n`),
  balance: (request, key) =>
    request.query.get('password') === key ? text('12.3456') : query.refused('login'),
}

export const SHAPES = { form, json: nested, query } as const
