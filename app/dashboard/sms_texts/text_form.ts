import type { I18n } from '@adonisjs/i18n'
import { examplesFor } from '#dashboard/sms_texts/preview'
import type { SmsEvent } from '#messaging/templates'
import { OCCASIONS } from '#messaging/texts/occasions'
import { shippedText, SMS_LANGUAGES, type OwnTexts } from '#messaging/texts/own_texts'
import { faultOf, MOST_PARTS, type TextFault } from '#messaging/texts/text_faults'
import { isTicked } from '#tenancy/http/is_ticked'
import type Tenant from '#tenancy/models/tenant'

/** What the form posts; longer texts are cut, and are refused for their parts long before. */
const LONGEST = 2000

/** Reads the form. An empty text, or the shipped one, is none of the ISP's own. */
export function enteredTexts(body: Record<string, unknown>, event: SmsEvent): OwnTexts {
  const texts = SMS_LANGUAGES.flatMap((language) => {
    const typed = cleaned(body[`text_${language}`])
    return typed === '' || typed === shippedText(event, language) ? [] : [[language, typed]]
  })
  const mayBeOff = OCCASIONS[event].urgency !== 'code'
  return { texts: Object.fromEntries(texts), off: mayBeOff && !isTicked(body.sent) }
}

/** What is wrong, by field. */
export function faultsOf(
  event: SmsEvent,
  { texts }: OwnTexts,
  tenant: Tenant,
  i18n: I18n
): Record<string, string> {
  return Object.fromEntries(
    SMS_LANGUAGES.flatMap((language) => {
      const text = texts[language]
      const fault =
        text === undefined ? null : faultOf(event, text, examplesFor(tenant, event, language))
      return fault ? [[`text_${language}`, words(fault, i18n)]] : []
    })
  )
}

function words(fault: TextFault, i18n: I18n): string {
  if (fault.fault === 'too_long') {
    return i18n.t('sms_texts.fault.too_long', { parts: fault.parts, most: MOST_PARTS })
  }
  const names = fault.names.map((name) => `{${name}}`).join(' ')
  return i18n.t(`sms_texts.fault.${fault.fault}`, { names, count: fault.names.length })
}

/** Line ends are one sign each, and are the only signs that are not to be seen. */
function cleaned(typed: unknown): string {
  if (typeof typed !== 'string') return ''
  return typed
    .slice(0, LONGEST)
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, '')
    .trim()
}
