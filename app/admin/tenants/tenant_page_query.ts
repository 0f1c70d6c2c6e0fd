import type { Database } from '@adonisjs/lucid/database'
import { radiusClientsQuery } from '#admin/radius/radius_clients_query'
import { tenantFilters } from '#admin/tenants/tenant_filters'
import { tenantsQuery } from '#admin/tenants/tenants_query'
import Invoice from '#platform/billing/invoices/invoice'
import Impersonation from '#platform/impersonation/impersonation'
import { eraseDate } from '#platform/lifecycle/closing/erase_date'
import { mayBeErased, mayMove } from '#platform/lifecycle/moves'
import TenantEvent from '#platform/lifecycle/tenant_event'
import { grantEndQuery } from '#platform/plans/limit_grants'
import { TenantNotFound } from '#tenancy/errors'
import { stateOf, TENANT_STATUSES } from '#tenancy/lifecycle/tenant_states'
import Tenant from '#tenancy/models/tenant'
import { allPlans, FEATURES, LIMITS, planByCode } from '#tenancy/plans/plans'

const EVENTS = 30
const INVOICES = 12
const ROUTERS = 20

/** All that an admin's page shows of one tenant. @throws TenantNotFound */
export async function tenantPageQuery(db: Database, id: number) {
  const [listed] = await tenantsQuery(db, tenantFilters({}), { limit: 1, offset: 0, id })
  const tenant = listed && (await Tenant.find(id))
  if (!tenant) throw new TenantNotFound()

  return {
    listed,
    health: listed.health,
    routers: await radiusClientsQuery(
      db,
      { q: '', heard: null, tenantId: id },
      { limit: ROUTERS, offset: 0 }
    ),
    /** States an admin may choose; closing asks on its own. */
    moves: TENANT_STATUSES.filter((to) => mayMove(tenant.status, to) && isChosen(to)),
    mayClose: mayMove(tenant.status, 'closed'),
    mayVisit: stateOf(tenant).signIn,
    mayExport: stateOf(tenant).tables,
    /** When it is closed. */
    erasedAt: mayBeErased(tenant) ? eraseDate(tenant) : null,
    plans: allPlans(),
    limits: LIMITS.map((name) => ({
      name,
      ofPlan: planByCode(tenant.plan).limits[name],
      granted: tenant.limitOverrides[name],
    })),
    features: FEATURES.map((name) => ({
      name,
      isInPlan: planByCode(tenant.plan).features.includes(name),
      isGranted: tenant.featureGrants.includes(name),
    })),
    grantedUntil: await grantEndQuery(db, id),
    events: await TenantEvent.query().where('tenant_id', id).orderBy('id', 'desc').limit(EVENTS),
    visits: await Impersonation.query().where('tenant_id', id).orderBy('id', 'desc').limit(EVENTS),
    invoices: await Invoice.query()
      .where('tenant_id', id)
      .orderBy('issued_at', 'desc')
      .limit(INVOICES),
  }
}

/** Being late with a payment is the billing's to say, and setting up the sign-up's. */
function isChosen(to: Tenant['status']): boolean {
  return to !== 'closed' && to !== 'past_due' && to !== 'provisioning'
}
