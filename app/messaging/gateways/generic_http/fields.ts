import type { ProviderField } from '#core/http/provider'
import { knownCurrencies } from '#core/money'

type Extra = Partial<Omit<ProviderField, 'key' | 'label'>>

function field(key: string, label: string, extra: Extra = {}): ProviderField {
  return { key, label, secret: false, required: false, ...extra }
}

function choice(key: string, label: string, choices: Record<string, string>): ProviderField {
  const list = Object.entries(choices).map(([value, text]) => ({ value, label: text }))
  return field(key, label, {
    required: true,
    kind: 'select',
    choices: list,
    default: list[0]?.value,
  })
}

const PATH_HINT = 'Such as data.id or messages[0].status'

/** In the order of the form: the call, its fields, what its answers mean, the balance. */
export const genericFields: readonly ProviderField[] = [
  field('url', 'URL', {
    required: true,
    hint: 'https, on the public internet, without a query and without secrets',
  }),
  choice('method', 'Method', { POST: 'POST', GET: 'GET' }),
  choice('style', 'Fields are sent as', { form: 'Form', json: 'JSON', query: 'Query of the URL' }),
  field('headers', 'Headers', {
    secret: true,
    kind: 'multiline',
    hint: 'One a line: Authorization: Bearer …',
  }),
  field('to_field', 'Field of the number', { required: true, hint: 'For JSON it may be a path' }),
  choice('number_format', 'Numbers are written as', {
    digits: '8801712345678',
    plus: '+8801712345678',
    national: '01712345678',
  }),
  field('text_field', 'Field of the text', { required: true }),
  field('sender_field', 'Field of the sender'),
  field('sender', 'Sender'),
  field('key_field', 'Field of the key'),
  field('key', 'Key', { secret: true }),
  field('request_id_field', 'Field of our message id', { hint: 'Where the gateway takes one' }),
  field('constants', 'Further fields', {
    secret: true,
    kind: 'multiline',
    hint: 'One a line: type=text',
  }),
  field('unicode_field', 'Field for texts beyond GSM 03.38', { hint: 'Such as type, for Bangla' }),
  field('unicode_value', 'Its value then', { hint: 'Such as unicode' }),
  field('success_status', 'HTTP status of success', { hint: 'Any from 200 to 299 when empty' }),
  field('success_path', 'Where the answer tells of success', {
    hint: `${PATH_HINT}; the whole answer when empty`,
  }),
  choice('success_rule', 'What is there', {
    equals: 'exactly this value',
    contains: 'something that contains this value',
    present: 'any value',
  }),
  field('success_value', 'Value of success'),
  field('id_path', 'Where the answer has the message id', { hint: PATH_HINT }),
  field('error_path', 'Where the answer names an error', {
    hint: 'Something there, and no success, is a refusal: another gateway is tried. Else it is unknown',
  }),
  field('balance_url', 'URL of the balance', {
    hint: 'Of the same host; it is called with the key and the headers',
  }),
  field('balance_path', 'Where the answer has the balance', {
    hint: `${PATH_HINT}; the whole answer when empty`,
  }),
  choice(
    'balance_currency',
    'Currency of the balance',
    Object.fromEntries(knownCurrencies.map((code) => [code, code]))
  ),
]
