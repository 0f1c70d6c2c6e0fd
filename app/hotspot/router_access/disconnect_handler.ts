import { disconnectSessions } from '#hotspot/router_access/disconnect_sessions'
import { RouterSilent, type CommandHandler } from '#routers/commands/command_handler'
import type { Tenancy } from '#tenancy/tenancy'

/**
 * Ends a device's sessions by Disconnect-Request and by nothing else, for a router whose
 * API nobody may use. Silence is tried again; a session it knows no more is ended.
 */
export function disconnectHandler(tenancy: Tenancy): CommandHandler<'disconnect'> {
  return async (tenant, router, { mac }) => {
    const finding = await disconnectSessions(tenancy, tenant, router, mac)
    if (finding === 'silent') {
      throw new RouterSilent(
        `${router.name} did not answer the Disconnect. Check /radius incoming: accept=yes, port 3799.`
      )
    }
    return finding === 'ended' ? 'disconnected' : 'was not online'
  }
}
