import { setTimeout as sleep } from 'node:timers/promises'
import type { MacAddress } from '#core/mac_address'
import { openSessionsQuery } from '#radius/open_sessions_query'
import { hotspotLogin } from '#routers/api/hotspot_login'
import { hotspotLogout } from '#routers/api/hotspot_logout'
import { withRouterSession } from '#routers/api/router_session'
import type { CommandHandler } from '#routers/commands/command_handler'
import type { Tenancy, TenantScope } from '#tenancy/tenancy'

const STOP_PATIENCE_MS = 3000
const POLL_MS = 50

/**
 * Lets a device in through the router's API. A session that runs is ended
 * first when the quota has changed, because a router reads limits at login only.
 *
 * A device that is not there, or that RADIUS refuses, is an answer and not a
 * failure: trying again would not change it, and the portal shows a button.
 */
export function loginHandler(tenancy: Tenancy): CommandHandler<'login'> {
  return async (tenant, router, { mac, ip, renew }) =>
    withRouterSession(router.apiTarget(tenant.id), async (session) => {
      if (renew && (await hotspotLogout(session, mac)) > 0) {
        await stopIsCounted(tenancy, tenant, mac)
      }

      const login = await hotspotLogin(session, {
        mac,
        user: mac,
        password: mac,
        ip: ip ?? undefined,
      })
      if (login.outcome === 'busy' || login.outcome === 'radius_silent') {
        throw new Error(`The router could not log ${mac} in yet: ${login.reason}`)
      }
      return 'reason' in login ? `${login.outcome}: ${login.reason}` : login.outcome
    })
}

/**
 * The router reports the end of a session beside our login. What it used must
 * be counted before RADIUS is asked what remains, or that much would be given
 * twice. A Stop that is lost is made good by the next session's updates.
 */
async function stopIsCounted(
  tenancy: Tenancy,
  tenant: TenantScope,
  mac: MacAddress
): Promise<void> {
  const giveUpAt = Date.now() + STOP_PATIENCE_MS
  while (Date.now() < giveUpAt) {
    const open = await tenancy.run(tenant, () => openSessionsQuery(tenancy, [mac]))
    if (open.length === 0) return
    await sleep(POLL_MS)
  }
}
