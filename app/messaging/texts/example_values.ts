import type { DateTime } from 'luxon'
import { formatSeconds } from '#core/duration'
import { formatOctets, octets } from '#core/octets'
import { wallTime } from '#core/wall_time'
import type { SmsEvent, SmsEvents } from '#messaging/templates'
import type { SmsLanguage } from '#messaging/texts/own_texts'

type PlaceholderOf<E> = E extends keyof SmsEvents ? keyof SmsEvents[E] : never
type Placeholder = PlaceholderOf<keyof SmsEvents>

interface Isp {
  name: string
  currency: string
  timezone: string
}

/** What a preview fills in: as long as what customers really get. */
export function exampleValues(
  { name, currency, timezone }: Isp,
  event: SmsEvent,
  language: SmsLanguage,
  now: DateTime
): Record<Placeholder, string> {
  const tomorrow = wallTime(now, timezone).plus({ days: 1 })
  return {
    tenant: name,
    code: '4711',
    minutes: '5',
    package: 'Day Pass',
    duration: formatSeconds(86_400, language),
    amount: `${currency} 30.00`,
    expires: tomorrow.toFormat('d LLL yyyy, HH:mm'),
    until: tomorrow.toFormat('d LLL yyyy, HH:mm'),
    link: 'https://greennet.example/p/7Hk2mQ9xZt',
    reason: event === 'refunded' ? 'refund_shortened' : 'volume_limit_exceeds',
    left: `${formatOctets(octets(209_715_200), language)}, ${formatSeconds(10_800, language)}`,
    router: 'Zone 1',
    kind: 'down',
    news: '',
  }
}
