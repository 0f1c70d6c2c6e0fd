import { isPlanCode, type PlanCode } from '#tenancy/plans/plans'
import { TENANT_STATUSES, type TenantStatus } from '#tenancy/lifecycle/tenant_states'

export const TENANT_ORDERS = [
  'newest',
  'name',
  'active',
  'earned',
  'revenue',
  'size',
  'errors',
] as const
export type TenantOrder = (typeof TENANT_ORDERS)[number]

/** What may be wrong with a tenant; `fine` is none of it. */
export const TENANT_HEALTHS = ['fine', 'errors', 'routers', 'silent', 'behind', 'unknown'] as const
export type HealthFilter = (typeof TENANT_HEALTHS)[number]

/** How the list of tenants is narrowed and ordered. */
export interface TenantFilters {
  q: string
  state: TenantStatus | null
  plan: PlanCode | null
  /** ISO 3166 alpha-2. */
  country: string | null
  health: HealthFilter | null
  order: TenantOrder
}

/** Reads filters from a query string. What is no filter is none. */
export function tenantFilters(query: Record<string, unknown>): TenantFilters {
  const { state, plan, country, health, order } = query
  return {
    q: typeof query.q === 'string' ? query.q.trim().slice(0, 80) : '',
    state: TENANT_STATUSES.find((known) => known === state) ?? null,
    plan: isPlanCode(plan) ? plan : null,
    country: typeof country === 'string' && /^[A-Z]{2}$/.test(country) ? country : null,
    health: TENANT_HEALTHS.find((known) => known === health) ?? null,
    order: TENANT_ORDERS.find((known) => known === order) ?? 'newest',
  }
}
