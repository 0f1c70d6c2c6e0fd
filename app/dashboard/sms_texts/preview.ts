import { systemClock } from '#core/clock'
import { formatMicros } from '#messaging/micros'
import { charactersBeyondGsm7, countSegments, segmentsOf } from '#messaging/segments'
import type { SmsEvent } from '#messaging/templates'
import { exampleValues } from '#messaging/texts/example_values'
import { fillIn } from '#messaging/texts/fill_in'
import type { SmsLanguage } from '#messaging/texts/own_texts'
import { valuesOf } from '#messaging/texts/sms_text'
import type Tenant from '#tenancy/models/tenant'

/** More are a text in another script, not a slip. */
const SLIPS = 6

/** What a part costs, at the account that is asked first. */
export interface PartPrice {
  micros: number
  currency: string
}

/** A text with example data, and what sending it takes. */
export function previewOf(
  event: SmsEvent,
  text: string,
  language: SmsLanguage,
  tenant: Tenant,
  price: PartPrice | null
) {
  const filled = fillIn(text, examplesFor(tenant, event, language))
  const { encoding, parts, units, unitsLeft } = segmentsOf(filled)
  const beyond = charactersBeyondGsm7(filled)
  const without = countSegments(
    filled.replace(new RegExp(`[${beyond.map(escaped).join('')}]`, 'gu'), 'x')
  )
  return {
    text: filled,
    encoding,
    parts: parts.length,
    units,
    unitsLeft,
    cost: price && formatMicros(price.micros * parts.length, price.currency),
    /** What makes it Unicode, and the parts it would be without; of a slip only. */
    slip: beyond.length > 0 && beyond.length <= SLIPS ? { characters: beyond, without } : null,
  }
}

export function examplesFor(
  tenant: Tenant,
  event: SmsEvent,
  language: SmsLanguage
): Record<string, string> {
  return valuesOf(exampleValues(tenant, event, language, systemClock.now()), language)
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
