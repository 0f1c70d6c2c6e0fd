import type { I18n } from '@adonisjs/i18n'
import type { DateTime } from 'luxon'
import { momentText } from '#dashboard/customers/moment_text'
import type { Verdict } from '#dashboard/customers/why_offline'

/** The verdict as a sentence in the reader's language and the tenant's zone. */
export function verdictText(verdict: Verdict, i18n: I18n, now: DateTime, zone: string): string {
  const time = (at: DateTime | null) => (at ? momentText(at, now, zone, i18n.locale) : '—')
  const { says, at, tryAt, tries, who, router } = verdict
  const key = at === null && UNTIMED.has(says) ? `${says}_untimed` : says
  return i18n.t(`customers.verdict.${key}`, {
    at: time(at),
    try: time(tryAt),
    tries,
    who: who ?? '—',
    router: router ?? '—',
    reason: reasonText(verdict, i18n),
  })
}

/** Facts older than the timeline are not known to the hour. */
const UNTIMED = new Set<Verdict['says']>(['blocked', 'suspended_volume', 'suspended_time'])

function reasonText({ says, reason }: Verdict, i18n: I18n): string {
  if (says === 'ended') return causeText(reason, i18n)
  return (reason ?? i18n.t('customers.no_reason')).replace(/\.$/, '')
}

/** Acct-Terminate-Cause in words (RFC 2866, section 5.10); a router's own word as it is. */
export function causeText(cause: string | null, i18n: I18n): string {
  if (cause === null) return i18n.t('customers.cause.unknown')
  const key = `customers.cause.${cause.replace(/\W+/g, '_').toLowerCase()}`
  return i18n.hasMessage(key) ? i18n.t(key) : cause
}
