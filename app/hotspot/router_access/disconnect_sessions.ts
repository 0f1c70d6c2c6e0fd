import type { MacAddress } from '#core/mac_address'
import { sendDisconnect } from '#radius/dynamic_authorization/send_disconnect'
import { openSessionsQuery, type OpenSession } from '#radius/open_sessions_query'
import type Router from '#routers/router'
import type { Tenancy, TenantScope } from '#tenancy/tenancy'

/**
 * What became of a device's sessions there.
 * - ended: the router acknowledged every one
 * - none: RADIUS has none open at this router
 * - refused: the router knows a session no more, or will not end it
 * - silent: it did not answer
 */
export type DisconnectFinding = 'ended' | 'none' | 'refused' | 'silent'

/** Asks a router by Disconnect-Request to end every session RADIUS has open for a device there. */
export async function disconnectSessions(
  tenancy: Tenancy,
  tenant: TenantScope,
  router: Router,
  mac: MacAddress
): Promise<DisconnectFinding> {
  const open = await tenancy.run(tenant, () => openSessionsQuery(tenancy, [mac]))
  const here = open.filter(({ nasAddress }) => nasAddress === router.address)
  if (here.length === 0) return 'none'

  const secret = router.secret(tenant.id)
  const findings = await Promise.all(here.map((session) => disconnect(router, secret, session)))
  if (findings.includes('silent')) return 'silent'
  return findings.includes('refused') ? 'refused' : 'ended'
}

async function disconnect(
  { address }: Router,
  secret: string,
  { userName, framedIp, acctSessionId }: OpenSession
): Promise<DisconnectFinding> {
  if (framedIp === null) return 'refused'
  const { outcome } = await sendDisconnect({ address, secret, userName, framedIp, acctSessionId })
  if (outcome === 'timeout') return 'silent'
  return outcome === 'ack' ? 'ended' : 'refused'
}
