import type { Tenancy, TenantScope } from '#tenancy/tenancy'
import type { MacAddress } from '#core/mac_address'
import { sendDisconnect } from '#radius/dynamic_authorization/send_disconnect'
import { openSessionsQuery, type OpenSession } from '#radius/open_sessions_query'
import { hotspotLogout } from '#routers/api/hotspot_logout'
import { RouterApiError } from '#routers/api/router_api_errors'
import { withRouterSession } from '#routers/api/router_session'
import type { CommandHandler } from '#routers/commands/command_handler'
import type Router from '#routers/router'

/**
 * Ends a device's session: by Disconnect-Request, which needs no API account,
 * and through the API where the router does not answer or knows no such session.
 */
export function logoutHandler(tenancy: Tenancy): CommandHandler<'logout'> {
  return async (tenant, router, { mac }) => {
    const disconnected = await disconnectSessions(tenancy, tenant, router, mac)
    if (disconnected) return 'disconnected'

    try {
      const ended = await withRouterSession(router.apiTarget(tenant.id), (session) =>
        hotspotLogout(session, mac)
      )
      return ended > 0 ? 'logged out' : 'was not online'
    } catch (error) {
      if (error instanceof RouterApiError)
        throw new Error(`Could not end the session of ${mac}: ${error.message}`, { cause: error })
      throw error
    }
  }
}

/** True when the router acknowledged every session RADIUS has open for this device there, and there was one. */
async function disconnectSessions(
  tenancy: Tenancy,
  tenant: TenantScope,
  router: Router,
  mac: MacAddress
): Promise<boolean> {
  const open = await tenancy.run(tenant, () => openSessionsQuery(tenancy, [mac]))
  const here = open.filter(({ nasAddress }) => nasAddress === router.address)
  const outcomes = await Promise.all(here.map((session) => disconnect(router, tenant, session)))
  return outcomes.length > 0 && outcomes.every(Boolean)
}

async function disconnect(
  router: Router,
  tenant: TenantScope,
  { userName, framedIp, acctSessionId }: OpenSession
): Promise<boolean> {
  if (framedIp === null) return false
  const secret = router.secret(tenant.id)
  const { outcome } = await sendDisconnect({
    address: router.address,
    secret,
    userName,
    framedIp,
    acctSessionId,
  })
  return outcome === 'ack'
}
