import { Exception } from '@adonisjs/core/exceptions'
import type { DateTime } from 'luxon'
import type Customer from '#hotspot/customers/customer'
import HotspotLog from '#hotspot/logs/hotspot_log'
import type { TenantSettings } from '#tenancy/settings'

/** A number that hops from phone to phone is being shared out. */
export class DeviceChangedRecently extends Exception {
  static override status = 429
  static override code = 'E_DEVICE_CHANGED_RECENTLY'

  constructor(readonly minutes: number) {
    super(`The device was changed recently. It can be changed again in ${minutes} minutes.`)
  }
}

/** @throws DeviceChangedRecently within the cooldown, or when the day's changes are used up */
export async function allowReplacement(
  customer: Customer,
  now: DateTime,
  { replacementCooldownMinutes, replacementsPerDay }: TenantSettings
): Promise<void> {
  const recent = await HotspotLog.query()
    .where({ customerId: customer.id, event: 'device_replaced' })
    .where('created_at', '>', now.minus({ days: 1 }).toJSDate())
    .orderBy('id', 'desc')
    .limit(replacementsPerDay)

  const [last] = recent
  const cool = last?.createdAt.plus({ minutes: replacementCooldownMinutes })
  const full =
    recent.length === replacementsPerDay ? recent.at(-1)?.createdAt.plus({ days: 1 }) : null
  const allowedAt = [cool, full].reduce<DateTime | null>(
    (latest, at) => (at && (!latest || at > latest) ? at : latest),
    null
  )
  if (allowedAt && allowedAt > now) {
    throw new DeviceChangedRecently(Math.ceil(allowedAt.diff(now).as('minutes')))
  }
}
