import { fieldsOf, type Fields } from '#core/http/fields'
import type { HttpAnswer } from '#core/http/outbound_answer'

import { textOf } from '../answer_fields.js'
import type { DeliveryReport } from '../contract.js'
import { deliveryStateOf } from '../delivery_words.js'

/** Resellers name the two alike and differ in the details. */
const ID = /^(?:(?:sms|msg|message|request|shoot|sms_?shoot)_?)?id$/i
const STATUS = /^(?:(?:sms|dlr|delivery)_?)?(?:status|dlr|state)$/i

/** The reports among an account's that are about these messages. */
export function readReports(
  answer: HttpAnswer,
  wanted: ReadonlySet<string>
): readonly DeliveryReport[] {
  return records(answer.json()).flatMap((record) => {
    const providerId = textOf(valueOf(record, ID))
    const words = textOf(valueOf(record, STATUS))
    const state = deliveryStateOf(words)
    return state && wanted.has(providerId) ? [{ providerId, state, detail: words }] : []
  })
}

/** A list of reports, bare or in an envelope. */
function records(body: unknown): Fields[] {
  const inside = Object.values(fieldsOf(body) ?? {}).find((value) => Array.isArray(value))
  const list: unknown = Array.isArray(body) ? body : inside
  if (!Array.isArray(list)) return []
  return list.map(fieldsOf).filter((record) => record !== null)
}

function valueOf(record: Fields, name: RegExp): unknown {
  return Object.entries(record).find(([key]) => name.test(key))?.[1]
}
