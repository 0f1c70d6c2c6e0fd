import { halfUpSql } from '#core/rounding'

/** What moved: money for a package, one taken back the same day, one given back later. */
export type MovementKind = 'sale' | 'undo' | 'held' | 'refund'

/** Moments: from the first on, before the second. */
export interface Period {
  since: Date
  until: Date
}

const WHO = 'customer_id, package_name'

/** Tax in all that was given back up to an amount, so that the parts add up to the whole. */
const taxUpTo = (minor: string) => halfUpSql(`p.tax_minor::numeric * ${minor}`, 'p.amount_minor')

/**
 * Every movement of money, one row each, what goes out negative: the one source of all reports
 * and of the export, which therefore agree. Reads `customer_payments_paid_at` and
 * `customer_payments_undone_at` for a condition on `at`. Amounts in minor units.
 *
 * Money that was held and never credited is no sale: it is booked as `held` when it goes back.
 * A refund of nothing but the attempt carries no tax.
 */
export const MOVEMENTS = `(
  select id, 'sale' as kind, paid_at as at, amount_minor, tax_minor, currency, method,
         gateway_transaction as transaction, receipt_no, ${WHO},
         received_by as cashier_id, received_by_name as cashier_name, null::text as reason
    from customer_payments where kind = 'payment'
  union all
  select id, 'undo', undone_at, -amount_minor, -tax_minor, currency, method,
         gateway_transaction, receipt_no, ${WHO}, received_by, received_by_name, undo_reason
    from customer_payments where kind = 'payment' and undone_at is not null
  union all
  select r.id, 'held', r.paid_at, r.amount_minor, 0, r.currency, i.gateway,
         r.gateway_transaction, null, r.customer_id, r.package_name, null, null, null
    from customer_payments r join payment_intents i on i.id = r.intent_id
   where r.kind = 'refund' and r.refund_state = 'made' and r.refund_of is null
  union all
  select r.id, 'refund', r.paid_at, -r.amount_minor,
         case when coalesce(p.amount_minor, 0) = 0 then 0
              else ${taxUpTo('earlier.minor')} - ${taxUpTo('(earlier.minor + r.amount_minor)')} end,
         r.currency, r.method, coalesce(r.gateway_refund, r.gateway_transaction), p.receipt_no,
         r.customer_id, r.package_name, r.received_by, r.received_by_name, r.refund_reason
    from customer_payments r
    left join customer_payments p on p.id = r.refund_of
    left join lateral (
      select coalesce(sum(o.amount_minor), 0) as minor from customer_payments o
       where o.refund_of = r.refund_of and o.kind = 'refund' and o.refund_state = 'made'
         and (o.paid_at, o.id) < (r.paid_at, r.id)) earlier on true
   where r.kind = 'refund' and r.refund_state = 'made'
) m`
