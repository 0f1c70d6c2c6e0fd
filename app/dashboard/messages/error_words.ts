import type { I18n } from '@adonisjs/i18n'

/**
 * Why a message was not sent, in words, with what the provider said, where `no_balance: Balance 0`
 * is kept. What is no reason of ours is shown as it is.
 */
export function errorWords(error: string | null, i18n: I18n): string | null {
  if (error === null) return null
  const [, reason = '', detail = ''] = /^([a-z_]+)(?:: ([\s\S]*))?$/.exec(error) ?? []
  const key = `sms_history.reason.${reason}`
  if (!reason || !i18n.hasMessage(key)) return error
  return [i18n.t(key), detail && `“${detail}”`].filter(Boolean).join(' ')
}
