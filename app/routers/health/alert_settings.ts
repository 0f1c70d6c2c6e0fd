import { isNewsKind, type NewsKind } from '#routers/health/alert_kind'
import type { AlertChannel } from '#routers/health/alert_state'

/** Somebody who is told: a mobile number (E.164) or an e-mail address. */
export interface AlertRecipient {
  channel: AlertChannel
  to: string
  kinds: NewsKind[]
}

export interface AlertSettings {
  recipients: AlertRecipient[]
  /** No SMS between these times of the tenant's day (`HH:mm`); the same twice is never quiet. */
  quietFrom: string
  quietTo: string
  /** The same trouble with the same router is told no more often than this. */
  cooldownMinutes: number
}

const DEFAULTS: AlertSettings = {
  recipients: [],
  quietFrom: '00:00',
  quietTo: '00:00',
  cooldownMinutes: 30,
}

/** What the ISP decided (tenants.settings.alerts), and our defaults for the rest. */
export function alertSettings({ settings }: { settings: { alerts?: unknown } }): AlertSettings {
  const given = recordOf(settings.alerts)
  return {
    recipients: Array.isArray(given.recipients) ? given.recipients.flatMap(recipientOf) : [],
    quietFrom: timeOf(given.quietFrom) ?? DEFAULTS.quietFrom,
    quietTo: timeOf(given.quietTo) ?? DEFAULTS.quietTo,
    cooldownMinutes:
      typeof given.cooldownMinutes === 'number' ? given.cooldownMinutes : DEFAULTS.cooldownMinutes,
  }
}

/** @param time of the tenant's day, `HH:mm`; a quiet time may run past midnight */
export function isQuiet({ quietFrom, quietTo }: AlertSettings, time: string): boolean {
  if (quietFrom === quietTo) return false
  return quietFrom < quietTo
    ? time >= quietFrom && time < quietTo
    : time >= quietFrom || time < quietTo
}

function recipientOf(value: unknown): AlertRecipient[] {
  const { channel, to, kinds } = recordOf(value)
  if ((channel !== 'sms' && channel !== 'email') || typeof to !== 'string') return []
  return [{ channel, to, kinds: Array.isArray(kinds) ? kinds.filter(isNewsKind) : [] }]
}

function timeOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value) ? value : undefined
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
