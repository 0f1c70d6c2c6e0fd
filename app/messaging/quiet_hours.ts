import type { DateTime } from 'luxon'
import { momentOf, wallTime } from '#core/wall_time'
import type { SmsEvent } from '#messaging/templates'
import { OCCASIONS, type Urgency } from '#messaging/texts/occasions'
import type { TenantScope } from '#tenancy/tenancy'

/** When customers get no SMS but codes (tenants.settings.smsQuiet). */
export interface QuietHours {
  /** Times of the tenant's day, `HH:mm`; may run past midnight. The same twice is never quiet. */
  from: string
  to: string
  /** Answers to what a customer did within the minute go at once, too. */
  answersGo: boolean
}

const NEVER: QuietHours = { from: '00:00', to: '00:00', answersGo: false }
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/

/** What the ISP decided; without a decision no hour is quiet. */
export function quietHours({ settings }: { settings: { smsQuiet?: unknown } }): QuietHours {
  const given: Record<string, unknown> = { ...Object(settings.smsQuiet) }
  const time = (value: unknown) => (typeof value === 'string' && TIME.test(value) ? value : null)
  const [from, to] = [time(given.from), time(given.to)]
  return from && to ? { from, to, answersGo: given.answersGo === true } : NEVER
}

/**
 * The moment until which an SMS has to wait, or null when it may go now. By the clock on the
 * wall, so that nights of 7 or 9 hours are as quiet as others.
 */
export function quietUntil(
  { from, to, answersGo }: QuietHours,
  urgency: Urgency,
  now: DateTime,
  zone: string
): DateTime | null {
  if (urgency === 'code' || urgency === 'staff') return null
  if (urgency === 'answer' && answersGo) return null

  const wall = wallTime(now, zone)
  const time = wall.toFormat('HH:mm')
  const quiet = from <= to ? time >= from && time < to : time >= from || time < to
  if (!quiet) return null

  const [hour, minute] = to.split(':').map(Number)
  const today = wall.set({ hour, minute, second: 0, millisecond: 0 })
  return momentOf(today > wall ? today : today.plus({ days: 1 }), zone)
}

/**
 * What quiet hours do to a message: nothing (null), keep it until their end, or drop it, where
 * nobody would need it then.
 *
 * @param usefulUntil null is for ever
 */
export function quietVerdict(
  tenant: TenantScope,
  event: SmsEvent,
  now: DateTime,
  usefulUntil: DateTime | null
): { waitsUntil: DateTime } | 'dropped' | null {
  const { urgency } = OCCASIONS[event]
  const waitsUntil = quietUntil(quietHours(tenant), urgency, now, tenant.timezone)
  if (waitsUntil === null) return null
  return usefulUntil && waitsUntil >= usefulUntil ? 'dropped' : { waitsUntil }
}
