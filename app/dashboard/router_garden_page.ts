import { DateTime } from 'luxon'
import { fingerprintOf, gardenWish } from '#hotspot/walled_garden/garden_wish'
import { gatewayLabel } from '#dashboard/gateway_label'
import { gardensQuery } from '#hotspot/walled_garden/gardens_query'
import { HOSTS_VERSION } from '#payments/gateways/registry'
import RouterCommand from '#routers/commands/router_command'
import type Router from '#routers/router'
import { gardenOf } from '#routers/walled_garden/garden_state'
import { rowText } from '#routers/walled_garden/row_text'
import type { PrintedRow } from '#routers/walled_garden/walled_garden_row'
import type Tenant from '#tenancy/models/tenant'
import type { Tenancy } from '#tenancy/tenancy'

/** Everything the walled garden's page of one router shows. Call in the tenant's scope. */
export async function routerGardenPage(tenancy: Tenancy, tenant: Tenant, router: Router) {
  const gardens = await gardensQuery(tenancy, tenant)
  const garden = gardens.find(({ id }) => id === router.id)
  const { pushed, seen, progress } = await gardenOf(tenancy, router.id)
  const wish = await gardenWish(tenant)
  const command = await RouterCommand.query()
    .where({ routerId: router.id, kind: 'walled_garden' })
    .orderBy('id', 'desc')
    .first()
  const fresh = seen?.plan.fingerprint === fingerprintOf(wish) ? seen.plan : null

  return {
    router,
    standing: garden?.standing ?? 'never',
    command,
    progress: progress ?? null,
    version: HOSTS_VERSION,
    pushed: pushed && {
      at: DateTime.fromISO(pushed.at),
      version: pushed.version,
      gateways: pushed.gateways.map(gatewayLabel),
      layer7: pushed.layer7,
      counts: { ...pushed.counts },
    },
    seen: seen && {
      at: DateTime.fromISO(seen.at),
      hosts: seen.rows.filter(isHost).map(hostLine),
      others: seen.rows.filter((row) => !isHost(row)).map(rowText),
      missing: seen.drift?.missing.map(rowText) ?? [],
      surplus: seen.drift?.surplus.map(rowText) ?? [],
      refused: seen.refused,
    },
    plan: fresh && {
      steps: fresh.steps.map((step) => ({ act: step.act, text: rowText(step) })),
      conflicts: fresh.conflicts.map(rowText),
    },
  }
}

function isHost({ menu }: PrintedRow): boolean {
  return menu === '/ip/hotspot/walled-garden'
}

function hostLine({ properties }: PrintedRow) {
  return {
    host: properties['dst-host'] ?? '',
    ports: properties['dst-port'] ?? '',
    hits: Number(properties.hits ?? 0),
  }
}
