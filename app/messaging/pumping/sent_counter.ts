import { inject } from '@adonisjs/core'
import redis from '@adonisjs/redis/services/main'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import SmsMessage from '#messaging/sms_message'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** A key outlives its time, whatever the zone. */
const KEPT_SECONDS = { day: 2 * 86_400, month: 33 * 86_400 }

export type Period = keyof typeof KEPT_SECONDS

/**
 * How many messages an ISP has sent in a day or a month of its own calendar, whatever they are
 * for. Counted in Redis, where the count begins with what the history says: a Redis that was
 * flushed forgets nothing. Call outside any transaction.
 */
@inject()
export class SentCounter {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  async count(tenant: TenantScope, period: Period): Promise<number> {
    const { count } = await this.#counter(tenant, period)
    return count
  }

  /** Counts one more, unless that were more than `most`. @returns the count; null when it is not */
  async add(tenant: TenantScope, period: Period, most: number): Promise<number | null> {
    const { key } = await this.#counter(tenant, period)
    const count = await redis.incr(key)
    if (count <= most) return count
    await redis.decr(key)
    return null
  }

  /** It was not sent after all. */
  async takeBack(tenant: TenantScope, period: Period): Promise<void> {
    const { key } = await this.#counter(tenant, period)
    await redis.decr(key)
  }

  async #counter(tenant: TenantScope, period: Period): Promise<{ key: string; count: number }> {
    const start = this.clock.now().setZone(tenant.timezone).startOf(period)
    const key = `sms:${period}:${tenant.id}:${start.toFormat('yyyy-MM-dd')}`
    const known = await redis.get(key)
    if (known !== null) return { key, count: Number(known) }

    const sent = await this.tenancy.run(tenant, () => sentSince(start))
    await redis.set(key, sent, 'EX', KEPT_SECONDS[period], 'NX')
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
