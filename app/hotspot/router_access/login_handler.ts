import { stopIsCounted } from '#hotspot/router_access/stop_is_counted'
import { hotspotLogin } from '#routers/api/hotspot_login'
import { hotspotLogout } from '#routers/api/hotspot_logout'
import { withRouterSession } from '#routers/api/router_session'
import type { CommandHandler } from '#routers/commands/command_handler'
import type { Tenancy } from '#tenancy/tenancy'

/**
 * Lets a device in through the router's API. A session that runs is ended
 * first when the quota has changed, because a router reads limits at login
 * only; whether one runs, the login itself tells, which spares a far router's
 * customers a round trip.
 *
 * A device that is not there, or that RADIUS refuses, is an answer and not a
 * failure: trying again would not change it, and the portal shows a button.
 */
export function loginHandler(tenancy: Tenancy): CommandHandler<'login'> {
  return async (tenant, router, { mac, ip, renew }) =>
    withRouterSession(router.apiTarget(tenant.id), async (session) => {
      const enter = () =>
        hotspotLogin(session, { mac, user: mac, password: mac, ip: ip ?? undefined })

      let login = await enter()
      if (renew && login.outcome === 'already_active') {
        await hotspotLogout(session, mac)
        await stopIsCounted(tenancy, tenant, mac)
        login = await enter()
      }
      if (login.outcome === 'busy' || login.outcome === 'radius_silent') {
        throw new Error(`The router could not log ${mac} in yet: ${login.reason}`)
      }
      return 'reason' in login ? `${login.outcome}: ${login.reason}` : login.outcome
    })
}
