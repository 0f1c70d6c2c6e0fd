import { inject } from '@adonisjs/core'
import redis from '@adonisjs/redis/services/main'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import SmsMessage from '#messaging/sms_message'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** A key outlives its day, whatever the zone. */
const KEPT_SECONDS = 2 * 86_400

/**
 * How many messages an ISP sends in a day of its own, whatever they are for. Counted in Redis,
 * where the count begins with what the history says: a Redis that was flushed forgets nothing.
 * Call outside any transaction.
 */
@inject()
export class DailyAllowance {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /** Takes one message off the day's; false when there is none left. */
  async take(tenant: TenantScope): Promise<boolean> {
    const { key } = await this.#counter(tenant)
    if ((await redis.incr(key)) <= tenantSettings(tenant).smsPerDay) return true
    await redis.decr(key)
    return false
  }

  /** It was not sent after all. */
  async giveBack(tenant: TenantScope): Promise<void> {
    const { key } = await this.#counter(tenant)
    await redis.decr(key)
  }

  /** Messages that may still be sent today. */
  async left(tenant: TenantScope): Promise<number> {
    const { count } = await this.#counter(tenant)
    return Math.max(0, tenantSettings(tenant).smsPerDay - count)
  }

  async #counter(tenant: TenantScope): Promise<{ key: string; count: number }> {
    const today = this.clock.now().setZone(tenant.timezone).startOf('day')
    const key = `sms:day:${tenant.id}:${today.toFormat('yyyy-MM-dd')}`
    const known = await redis.get(key)
    if (known !== null) return { key, count: Number(known) }

    const sent = await this.tenancy.run(tenant, () => sentSince(today))
    await redis.set(key, sent, 'EX', KEPT_SECONDS, 'NX')
    return { key, count: Number((await redis.get(key)) ?? sent) }
  }
}

/** What left the house, or may have. */
async function sentSince(start: DateTime): Promise<number> {
  const messages = await SmsMessage.query()
    .where('created_at', '>=', start.toJSDate())
    .where((query) => query.whereNotNull('sent_at').orWhere('status', 'unknown'))
    .count('* as sent')
  return Number(messages[0]?.$extras.sent ?? 0)
}
