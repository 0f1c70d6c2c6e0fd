import type { MacAddress } from '#core/mac_address'
import { disconnectSessions } from '#hotspot/router_access/disconnect_sessions'
import { stopIsCounted } from '#hotspot/router_access/stop_is_counted'
import { hotspotLogout } from '#routers/api/hotspot_logout'
import { RouterApiError } from '#routers/api/router_api_errors'
import { withRouterSession } from '#routers/api/router_session'
import type { CommandHandler } from '#routers/commands/command_handler'
import RouterCommand from '#routers/commands/router_command'
import type Router from '#routers/router'
import type { Tenancy, TenantScope } from '#tenancy/tenancy'

/**
 * Ends a device's session: by Disconnect-Request, which needs no API account, and through the
 * API where the router does not answer or knows no such session; or the other way round, where
 * the operator chose the API.
 */
export function logoutHandler(tenancy: Tenancy): CommandHandler<'logout'> {
  return async (tenant, router, { mac, first }) => {
    const ended = first === 'api' ? await apiFirst() : await disconnectFirst()
    if (ended) await beforeTheNext(tenancy, tenant, router, mac)
    return ended ?? 'was not online'

    async function disconnectFirst() {
      const finding = await disconnectSessions(tenancy, tenant, router, mac)
      return finding === 'ended' ? 'disconnected' : byApi()
    }

    async function apiFirst() {
      try {
        return await byApi()
      } catch (error) {
        const finding = await disconnectSessions(tenancy, tenant, router, mac)
        if (finding === 'ended') return 'disconnected'
        throw error
      }
    }

    async function byApi() {
      try {
        const sessions = await withRouterSession(router.apiTarget(tenant.id), (session) =>
          hotspotLogout(session, mac)
        )
        return sessions > 0 ? 'logged out' : null
      } catch (error) {
        if (!(error instanceof RouterApiError)) throw error
        throw new Error(`Could not end the session of ${mac}: ${error.message}`, { cause: error })
      }
    }
  }
}

/** Whoever is let in here next may share the package: a new phone in this one's place. */
async function beforeTheNext(
  tenancy: Tenancy,
  tenant: TenantScope,
  { id }: Router,
  mac: MacAddress
): Promise<void> {
  const waiting = await tenancy.run(tenant, () =>
    RouterCommand.query().where({ routerId: id, kind: 'login', state: 'pending' }).first()
  )
  if (waiting) await stopIsCounted(tenancy, tenant, mac)
}
