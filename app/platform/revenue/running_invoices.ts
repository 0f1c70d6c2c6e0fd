import { statusesWhere, type TenantStatus } from '#tenancy/lifecycle/tenant_states'

/** States in which an ISP is charged for what it has. */
export const CHARGED: readonly TenantStatus[] = statusesWhere(
  ({ dashboard }) => dashboard === 'full' || dashboard === 'read_only'
)

/** States in which an ISP earns us nothing, whatever it has paid, until it comes back. */
export const STOPPED: readonly TenantStatus[] = statusesWhere(
  ({ dashboard }) => dashboard === 'billing' || dashboard === 'closed'
)

/**
 * SQL: does invoice `i` count as running at that moment? Only of an ISP that has paid one by then:
 * a trial that nobody pays for earns nothing.
 *
 * @param at SQL of a timestamptz
 */
export function runsAt(at: string): string {
  return `(i.status in ('open', 'paid') and i.amount_minor > 0
    and i.period_start <= ${at} and i.period_end > ${at}
    and exists (select from platform.invoices p where p.tenant_id = i.tenant_id
                 and p.status = 'paid' and p.amount_minor > 0 and p.paid_at <= ${at}))`
}

/**
 * SQL: what invoice `i` comes to a month without tax, in minor units. One for a whole month is taken
 * as it is; a part of a month, as a change of plan is charged, is scaled to the whole month.
 */
export const A_MONTH = `((i.amount_minor - i.tax_minor) * case
    when i.period_end = i.period_start + interval '1 month' then 1
    else extract(epoch from i.period_end - (i.period_end - interval '1 month'))
         / extract(epoch from i.period_end - i.period_start) end)`

/** SQL: the state of tenant `t` at that moment, from what was decided about it. */
export function stateAt(at: string): string {
  return `coalesce(
    (select e.after from platform.tenant_events e where e.tenant_id = t.id and e.kind = 'status'
        and e.created_at <= ${at} order by e.id desc limit 1),
    (select e.before from platform.tenant_events e where e.tenant_id = t.id and e.kind = 'status'
      order by e.id limit 1),
    t.status)`
}
