import type { I18n } from '@adonisjs/i18n'

/** A gateway's own name as it writes it; our words for what is none. */
export function methodName(method: string, i18n: I18n): string {
  const key = `receipt.by.${method}`
  return i18n.hasMessage(key) ? i18n.t(key) : method
}
