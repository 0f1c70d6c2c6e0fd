import i18nManager from '@adonisjs/i18n/services/main'
import type { SmsEvent } from '#messaging/templates'
import { OCCASIONS } from '#messaging/texts/occasions'

export const SMS_LANGUAGES = ['en', 'bn'] as const
export type SmsLanguage = (typeof SMS_LANGUAGES)[number]

/** What an ISP decided about the SMS of one event (tenants.settings.smsTexts). */
export interface OwnTexts {
  /** Its own text by language; where there is none, the shipped one counts. */
  texts: Partial<Record<SmsLanguage, string>>
  off: boolean
}

interface Isp {
  settings: { smsTexts?: unknown }
}

export function ownTexts({ settings }: Isp, event: SmsEvent): OwnTexts {
  const own = recordOf(recordOf(settings.smsTexts)[event])
  const texts = Object.fromEntries(
    SMS_LANGUAGES.flatMap((language) =>
      typeof own[language] === 'string' ? [[language, own[language]]] : []
    )
  )
  return { texts, off: own.off === true && OCCASIONS[event].urgency !== 'code' }
}

/** The settings with this event's texts replaced; nothing of its own leaves no trace. */
export function withOwnTexts({ settings }: Isp, event: SmsEvent, { texts, off }: OwnTexts) {
  const { [event]: before, ...others } = recordOf(settings.smsTexts)
  const own = { ...texts, ...(off && { off }) }
  return {
    ...settings,
    smsTexts: Object.keys(own).length > 0 ? { ...others, [event]: own } : others,
  }
}

/** The text of an event as it counts for an ISP, with its placeholders. */
export function textOf(isp: Isp, event: SmsEvent, language: SmsLanguage): string {
  return ownTexts(isp, event).texts[language] ?? shippedText(event, language)
}

/** As resources/lang/<locale>/sms.json has it. */
export function shippedText(event: SmsEvent, language: SmsLanguage): string {
  return i18nManager.getTranslationsFor(language)[`sms.${event}`] ?? ''
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
