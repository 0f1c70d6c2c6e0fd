import type { Clock } from '#core/clock'
import { fingerprintOf, gardenWish } from '#hotspot/walled_garden/garden_wish'
import { HOSTS_VERSION } from '#payments/gateways/registry'
import { withRouterSession } from '#routers/api/router_session'
import type { CommandHandler } from '#routers/commands/command_handler'
import { desiredWalledGarden } from '#routers/walled_garden/desired_walled_garden'
import { iso, noteGarden, type GardenState } from '#routers/walled_garden/garden_state'
import { pushWalledGarden, type PushResult } from '#routers/walled_garden/push_walled_garden'
import { readRouterKind } from '#routers/walled_garden/read_walled_garden'
import { fulfils, isOurs } from '#routers/walled_garden/walled_garden_row'
import type { TenantDirectory } from '#tenancy/resolution/tenant_directory'
import type { Tenancy } from '#tenancy/tenancy'

/** How often progress is written down, in milliseconds: often enough to be watched. */
const PROGRESS_EVERY_MS = 500

/**
 * Makes a router's walled garden what the ISP wants now, whatever it was when the push was
 * asked for. Killed half-way, the next try finds what was done and does the rest.
 */
export function walledGardenHandler(
  tenancy: Tenancy,
  clock: Clock,
  directory: TenantDirectory
): CommandHandler<'walled_garden'> {
  return async (scope, router) => {
    const tenant = await directory.byId(scope.id)
    const note = (parts: GardenState) =>
      tenancy.run(tenant, () => noteGarden(tenancy, router.id, parts))
    const wish = await tenancy.run(tenant, () => gardenWish(tenant))

    try {
      return await withRouterSession(router.apiTarget(tenant.id), async (session) => {
        const desired = desiredWalledGarden(wish, await readRouterKind(session))
        const result = await pushWalledGarden(session, desired, sparsely(note))
        const at = iso(clock.now())
        await note({
          pushed: {
            at,
            version: HOSTS_VERSION,
            fingerprint: fingerprintOf(wish),
            gateways: wish.gateways.map(({ name }) => name),
            layer7: wish.layer7,
            rows: desired.filter((row) => result.rows.some((each) => fulfils(each, row))),
            conflicts: result.conflicts,
            counts: {
              added: result.added,
              changed: result.changed,
              removed: result.removed,
            },
          },
          seen: {
            at,
            rows: result.rows.filter(isOurs),
            drift: { missing: [], surplus: [] },
            plan: { fingerprint: fingerprintOf(wish), steps: [], conflicts: result.conflicts },
            refused: null,
          },
          progress: null,
        })
        return summary(result)
      })
    } catch (error) {
      await note({ progress: null })
      throw error
    }
  }
}

function sparsely(note: (parts: GardenState) => Promise<void>) {
  let noted = 0
  return async (done: number, of: number) => {
    if (Date.now() - noted < PROGRESS_EVERY_MS) return
    noted = Date.now()
    await note({ progress: { done, of } })
  }
}

function summary({ added, changed, removed, conflicts }: PushResult): string {
  if (added + changed + removed === 0) return 'walled garden: nothing to change'
  const inTheWay = conflicts.length > 0 ? `, ${conflicts.length} kept out by rows made by hand` : ''
  return `walled garden: ${added} added, ${changed} changed, ${removed} removed${inTheWay}`
}
