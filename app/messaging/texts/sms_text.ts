import i18nManager from '@adonisjs/i18n/services/main'
import type { SmsEvent, SmsEvents } from '#messaging/templates'
import { cleanValue, fillIn } from '#messaging/texts/fill_in'
import { OCCASIONS } from '#messaging/texts/occasions'
import { SMS_LANGUAGES, textOf, type SmsLanguage } from '#messaging/texts/own_texts'

interface Isp {
  locale: string
  settings: { smsTexts?: unknown }
}

/**
 * The text of an event in the customer's language, or else the ISP's: the ISP's own where it
 * wrote one. Texts for the ISP's own people are ours alone, and may use ICU's choices.
 */
export function smsText<E extends SmsEvent>(
  event: E,
  data: SmsEvents[E],
  locale: string,
  isp: Isp
): string {
  const language = languageOf(locale) ?? languageOf(isp.locale) ?? SMS_LANGUAGES[0]
  if (OCCASIONS[event].urgency === 'staff')
    return i18nManager.locale(language).t(`sms.${event}`, data)
  return fillIn(textOf(isp, event, language), valuesOf(data, language))
}

/** What the placeholders of a text say. Only a link of ours (`link`) may be one that opens. */
export function valuesOf(data: object, language: SmsLanguage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]: [string, unknown]) => [
      name,
      name === 'link' ? String(value) : cleanValue(wordFor(name, String(value), language)),
    ])
  )
}

/** A reason is said in words. */
function wordFor(name: string, value: string, language: SmsLanguage): string {
  return name === 'reason' ? i18nManager.locale(language).t(`sms.reasons.${value}`) : value
}

function languageOf(locale: string): SmsLanguage | undefined {
  return SMS_LANGUAGES.find((language) => locale === language || locale.startsWith(`${language}-`))
}
