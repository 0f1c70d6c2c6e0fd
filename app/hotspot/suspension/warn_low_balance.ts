import { inject } from '@adonisjs/core'
import type { DateTime } from 'luxon'
import { Clock, toDateTime } from '#core/clock'
import { formatSeconds } from '#core/duration'
import type { MobileNumber } from '#core/mobile_number'
import { formatOctets, octets } from '#core/octets'
import { QueueMessage } from '#messaging/queue_message'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

const BATCH = 500

interface Row {
  customer_id: string
  mobile: MobileNumber
  language: string
  octets_left: string | null
  expires_at: Date
}

/**
 * Sends "your balance is low" once an activation, when usage has crossed the
 * mark or the time before the end has come (indexes activations_low and
 * activations_low_from).
 */
@inject()
export class WarnLowBalance {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private queueMessage: QueueMessage
  ) {}

  /** @returns when the next one is due, or null */
  async execute(tenant: Tenant): Promise<DateTime | null> {
    return this.tenancy.run(tenant, async (trx) => {
      const now = this.clock.now()
      const warned: { rows: Row[] } = await trx.rawQuery(WARN, {
        now: now.toJSDate(),
        limit: BATCH,
      })
      await this.queueMessage.executeMany(
        warned.rows.map((row) => ({
          event: 'low_balance',
          mobile: row.mobile,
          customerId: Number(row.customer_id),
          locale: row.language,
          data: { tenant: tenant.name, left: left(row, now) },
        }))
      )
      if (warned.rows.length === BATCH) return now

      const next: { rows: { due_at: Date | null }[] } = await trx.rawQuery(NEXT)
      return toDateTime(next.rows[0]?.due_at ?? null)
    })
  }
}

/** What runs out first is what the customer needs to hear of. */
function left({ octets_left: data, expires_at: until, language }: Row, now: DateTime): string {
  const seconds = Math.max(0, (until.getTime() - now.toMillis()) / 1000)
  const time = formatSeconds(seconds, language)
  return data === null ? time : `${formatOctets(octets(data), language)}, ${time}`
}

const WARN = `
  with low as (
    select id from activations
     where status = 'running' and low_balance_at is null
       and (low_noticed_at is not null or low_from <= :now)
       and expires_at > :now and exhausted_at is null
     limit :limit for update skip locked
  )
  update activations a set low_balance_at = :now
    from low, customers c
   where a.id = low.id and c.id = a.customer_id
  returning a.customer_id, c.mobile, c.language, a.expires_at,
            greatest(a.octets_limit - a.octets_used, 0)::text as octets_left`

/** Whose mark was crossed is still unwarned if a lock kept the sweep from them. */
const NEXT = `
  select least(
    (select min(low_from) from activations
      where status = 'running' and low_balance_at is null and low_from is not null),
    (select min(low_noticed_at) from activations
      where status = 'running' and low_balance_at is null and low_noticed_at is not null)
  ) as due_at`
