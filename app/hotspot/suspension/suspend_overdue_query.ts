import type { DateTime } from 'luxon'
import type { MobileNumber } from '#core/mobile_number'
import type { SuspendReason } from '#hotspot/activation/activation'
import type { Tenancy } from '#tenancy/tenancy'

export interface Suspended {
  customerId: number
  mobile: MobileNumber
  language: string
  reason: SuspendReason
}

interface Row {
  customer_id: string
  mobile: MobileNumber
  language: string
  reason: SuspendReason
}

/**
 * Suspends whoever is over, in one statement: activation, customer and both
 * logs. Its cost follows the number due: the candidates are the heads of two
 * partial indexes (activations_expiring, activations_exhausted).
 *
 * The customer is locked before the activation, as when a package is bought; a
 * customer who is being served just now is left to the next pass. What was
 * extended meanwhile is not over any more and is passed by. Data is the reason
 * before time: the quota ended before the clock did.
 */
export async function suspendOverdueQuery(
  tenancy: Tenancy,
  now: DateTime,
  limit: number
): Promise<Suspended[]> {
  const result: { rows: Row[] } = await tenancy.transaction.rawQuery(SUSPEND, {
    now: now.toJSDate(),
    limit,
  })
  return result.rows.map((row) => ({
    customerId: Number(row.customer_id),
    mobile: row.mobile,
    language: row.language,
    reason: row.reason,
  }))
}

const SUSPEND = `
  with candidates as (
    (select customer_id from activations
      where status = 'running' and expires_at <= :now order by expires_at limit :limit)
    union
    (select customer_id from activations
      where status = 'running' and exhausted_at is not null order by exhausted_at limit :limit)
  ),
  served as (
    select c.id from customers c join candidates on candidates.customer_id = c.id
     order by c.id for update of c skip locked
  ),
  over as (
    update activations a
       set status = 'suspended', suspended_at = :now,
           suspend_reason = case when a.octets_used >= a.octets_limit
                              then 'volume_limit_exceeds' else 'time_limit_exceeds' end
      from served
     where a.customer_id = served.id and a.status = 'running'
       and (a.expires_at <= :now or a.octets_used >= a.octets_limit)
    returning a.id, a.customer_id, a.suspend_reason, a.package_name,
              a.octets_used, a.octets_limit, a.expires_at
  ),
  kept as (
    insert into auto_suspension_logs
      (customer_id, activation_id, reason, octets_used, octets_limit, expires_at, suspended_at)
    select customer_id, id, suspend_reason, octets_used, octets_limit, expires_at, :now from over
  ),
  suspended as (
    update customers c
       set status = case c.status when 'blocked' then 'blocked' else 'suspended' end,
           suspend_reason = over.suspend_reason, updated_at = :now
      from over where c.id = over.customer_id and c.activation_id = over.id
    returning c.id, c.mobile, c.language, over.suspend_reason, over.package_name
  ),
  told as (
    insert into hotspot_logs (customer_id, mobile, event, detail, created_at)
    select id, mobile, 'suspended',
           jsonb_build_object('reason', suspend_reason, 'package', package_name), :now
      from suspended
  )
  select id as customer_id, mobile, language, suspend_reason as reason from suspended`
