import type { Database } from '@adonisjs/lucid/database'
import { listedTenant, type ListedTenant, type TenantRow } from '#admin/tenants/listed_tenant'
import type { HealthFilter, TenantFilters, TenantOrder } from '#admin/tenants/tenant_filters'
import { containing } from '#core/like_pattern'
import { SILENT_HOURS } from '#platform/health/silence'
import { A_MONTH, CHARGED, runsAt } from '#platform/revenue/running_invoices'
import { statusesWhere } from '#tenancy/lifecycle/tenant_states'
import { latestVersion } from '#tenancy/provisioning/tenant_migrations'

/** Each ends with the id, so that no page repeats another's rows. Amounts are ordered by currency. */
const ORDERS: Record<TenantOrder, string> = {
  newest: 't.id desc',
  name: 'lower(t.name), t.id',
  active: 'h.last_activity_at desc nulls last, t.id desc',
  earned: 'earned.currency nulls last, earned.minor desc, t.id desc',
  revenue: 'h.revenue_minor is null, t.currency, h.revenue_minor desc, t.id desc',
  size: 'h.size_octets desc nulls last, t.id desc',
  errors: 'errors desc nulls last, t.id desc',
}

/** Who has just got the first router has not been silent yet. */
const SILENT = `exists (select from platform.radius_clients c where c.tenant_id = t.id
  and coalesce(h.heard_at, c.created_at) < now() - interval '${SILENT_HOURS} hours')`

const BEHIND = '(t.schema_version < :latest and t.status = any(:tabled::text[]))'

const TROUBLES: Record<Exclude<HealthFilter, 'fine'>, string> = {
  errors: 'coalesce(h.dead_commands + h.failed_sms + h.failed_jobs, 0) > 0',
  routers: 'coalesce(h.routers_down, 0) > 0',
  silent: SILENT,
  behind: BEHIND,
  unknown: '(h.collected_at is null or h.failed_at is not null)',
}

const HEALTHS: Record<HealthFilter, string> = {
  ...TROUBLES,
  fine: `not (${Object.values(TROUBLES).join(' or ')})`,
}

const MATCHES = `
  (:q = '' or t.name ilike :pattern or t.slug ilike :pattern or t.schema = :q or exists (
     select from platform.memberships m join platform.accounts a on a.id = m.account_id
      where m.tenant_id = t.id and m.role = 'owner' and a.email ilike :pattern))
  and (:state = '' or t.status = :state) and (:plan = '' or t.plan = :plan)
  and (:country = '' or t.country = :country) and (:id = 0 or t.id = :id)`

/** What the platform earns from it a month, by the invoices that run now. */
const EARNED = `
  select json_agg(m order by m.currency) as amounts, min(m.currency) as currency,
         (array_agg(m.minor order by m.currency))[1] as minor
    from (select i.currency, round(sum(${A_MONTH})) as minor from platform.invoices i
           where i.tenant_id = t.id and t.status = any(:charged::text[]) and ${runsAt('now()')}
           group by 1) m`

/** So many tenants, from the platform's own tables alone: none of their schemas is asked. */
export async function tenantsQuery(
  db: Database,
  filters: TenantFilters,
  { limit, offset, id = 0 }: { limit: number; offset: number; id?: number }
): Promise<ListedTenant[]> {
  const { rows } = await db.connection('app').rawQuery<{ rows: TenantRow[] }>(
    `select t.id, t.slug, t.name, t.schema, t.status, t.plan, t.country, t.currency,
            t.schema_version, t.created_at, h.*, earned.amounts as earned, ${SILENT} as is_silent,
            ${BEHIND} as is_behind,
            h.dead_commands + h.failed_sms + h.failed_jobs as errors,
            (select a.email from platform.memberships m join platform.accounts a on a.id = m.account_id
              where m.tenant_id = t.id and m.role = 'owner' order by m.created_at limit 1) as owner
       from platform.tenants t left join platform.tenant_health h on h.tenant_id = t.id
            cross join lateral (${EARNED}) earned
      where ${matches(filters)} order by ${ORDERS[filters.order]} limit :limit offset :offset`,
    { ...(await bindings(filters, id)), charged: [...CHARGED], limit, offset }
  )
  return rows.map(listedTenant)
}

export async function tenantsCount(db: Database, filters: TenantFilters): Promise<number> {
  const { rows } = await db.connection('app').rawQuery<{ rows: { count: string }[] }>(
    `select count(*) as count from platform.tenants t
       left join platform.tenant_health h on h.tenant_id = t.id where ${matches(filters)}`,
    await bindings(filters, 0)
  )
  return Number(rows[0]?.count)
}

/** Countries that there are tenants in. */
export async function tenantCountries(db: Database): Promise<string[]> {
  const rows: { country: string }[] = await db
    .connection('app')
    .from('platform.tenants')
    .distinct('country')
    .orderBy('country')
  return rows.map(({ country }) => country)
}

function matches({ health }: TenantFilters): string {
  return health ? `${MATCHES} and ${HEALTHS[health]}` : MATCHES
}

async function bindings({ q, state, plan, country }: TenantFilters, id: number) {
  return {
    q,
    pattern: containing(q),
    state: state ?? '',
    plan: plan ?? '',
    country: country ?? '',
    id,
    latest: await latestVersion(),
    tabled: statusesWhere(({ tables }) => tables),
  }
}
