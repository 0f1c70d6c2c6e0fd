import { fingerprintOf, gardenWish } from '#hotspot/walled_garden/garden_wish'
import RouterCommand from '#routers/commands/router_command'
import { routerGardens, type RouterGarden } from '#routers/walled_garden/garden_state'
import type Tenant from '#tenancy/models/tenant'
import type { Tenancy } from '#tenancy/tenancy'

/**
 * How a router stands. never: nothing was pushed yet; pushing; outdated: something else is
 * wanted since; drifted: the router was changed by somebody; current.
 */
export type GardenStanding = 'never' | 'pushing' | 'outdated' | 'drifted' | 'current'

export type StandingGarden = RouterGarden & { standing: GardenStanding }

/** Every router with how its walled garden stands, as far as was seen. Call in the tenant's scope. */
export async function gardensQuery(tenancy: Tenancy, tenant: Tenant): Promise<StandingGarden[]> {
  const fingerprint = fingerprintOf(await gardenWish(tenant))
  const gardens = await routerGardens(tenancy)
  const open = await RouterCommand.query()
    .where('kind', 'walled_garden')
    .whereIn('state', ['pending', 'running'])
  const pushing = new Set(open.map(({ routerId }) => routerId))
  return gardens.map((garden) => ({
    ...garden,
    standing: pushing.has(garden.id) ? 'pushing' : standingOf(garden, fingerprint),
  }))
}

/** How many routers do not let through what is wanted now. Call in the tenant's scope. */
export async function gardensDue(tenancy: Tenancy, tenant: Tenant): Promise<number> {
  const gardens = await gardensQuery(tenancy, tenant)
  return gardens.filter(({ standing }) => standing === 'never' || standing === 'outdated').length
}

function standingOf(garden: RouterGarden, fingerprint: string): GardenStanding {
  if (garden.fingerprint === null) return 'never'
  if (garden.fingerprint !== fingerprint) return 'outdated'
  return garden.drifted > 0 ? 'drifted' : 'current'
}
