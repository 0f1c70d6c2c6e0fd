import { disconnectSessions } from '#hotspot/router_access/disconnect_sessions'
import { hotspotLogout } from '#routers/api/hotspot_logout'
import { RouterApiError } from '#routers/api/router_api_errors'
import { withRouterSession } from '#routers/api/router_session'
import type { CommandHandler } from '#routers/commands/command_handler'
import type { Tenancy } from '#tenancy/tenancy'

/**
 * Ends a device's session: by Disconnect-Request, which needs no API account,
 * and through the API where the router does not answer or knows no such session.
 */
export function logoutHandler(tenancy: Tenancy): CommandHandler<'logout'> {
  return async (tenant, router, { mac }) => {
    const finding = await disconnectSessions(tenancy, tenant, router, mac)
    if (finding === 'ended') return 'disconnected'

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
