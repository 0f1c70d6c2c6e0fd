import type { ProviderCredentials } from '#core/http/provider'

import { isFieldName, type FieldStyle } from './field_name.js'
import { collide, parseJsonPath } from './json_path.js'

/** Names of the fields of a call; empty where the gateway has no such field. */
export interface CallFields {
  to: string
  text: string
  sender: string
  key: string
  requestId: string
  /** Set for texts that do not fit GSM 03.38, and then instead of a constant of this name. */
  unicode: string
}

const KEYS = {
  to: 'to_field',
  text: 'text_field',
  sender: 'sender_field',
  key: 'key_field',
  requestId: 'request_id_field',
  unicode: 'unicode_field',
} as const

/** Fields that go together: one is of no use without the other. */
const TOGETHER = [
  ['sender', 'sender_field'],
  ['key', 'key_field'],
  ['unicode_field', 'unicode_value'],
] as const

/** @param wrong gets the form's inputs that are amiss */
export function readCallFields(
  credentials: ProviderCredentials,
  style: FieldStyle,
  wrong: Set<string>
): CallFields {
  const name = (field: keyof CallFields) => credentials[KEYS[field]] ?? ''
  const fields: CallFields = {
    to: name('to'),
    text: name('text'),
    sender: name('sender'),
    key: name('key'),
    requestId: name('requestId'),
    unicode: name('unicode'),
  }

  const named = Object.values(KEYS).filter((key) => credentials[key])
  for (const key of named) {
    if (!isFieldName(credentials[key] ?? '', style)) wrong.add(key)
    const before = named.slice(0, named.indexOf(key)).map((other) => credentials[other] ?? '')
    if (before.some((other) => clash(other, credentials[key] ?? '', style))) wrong.add(key)
  }
  for (const [given, needed] of TOGETHER) {
    if (credentials[given] && !credentials[needed]) wrong.add(needed)
  }
  return fields
}

/** Whether a further field would be in the way of one of the named, other than by its name. */
export function clashing(constant: string, names: readonly string[], style: FieldStyle): boolean {
  return names.some((name) => name !== '' && name !== constant && clash(name, constant, style))
}

function clash(one: string, other: string, style: FieldStyle): boolean {
  if (style !== 'json') return one === other
  return collide(parseJsonPath(one) ?? [one], parseJsonPath(other) ?? [other])
}
