import type { RouterOsMajor } from '#routers/provisioning/script_facts'
import type { ScriptSection } from '#routers/provisioning/script_section'
import type Router from '#routers/router'
import RouterTunnel from './router_tunnel.js'
import { tunnelSection } from './tunnel_section.js'
import { tunnelNetwork, tunnelServer } from './tunnel_server.js'

/**
 * What the joining script of a router has besides: its tunnel, if it has one of its own. Call
 * outside the tenant's scope.
 *
 * @param joiningUrl of the line the script came by; its token lets the router give us its key
 */
export async function tunnelSteps(
  tenantId: number,
  { id: routerId, address, apiPort }: Pick<Router, 'id' | 'address' | 'apiPort'>,
  joiningUrl: string
): Promise<(major: RouterOsMajor) => ScriptSection[]> {
  const server = tunnelNetwork.contains(address) ? tunnelServer() : null
  const tunnel = server && (await RouterTunnel.findBy({ tenantId, routerId }))
  if (!tunnel || tunnel.viaRouterId) return () => []

  const through = await RouterTunnel.query().where({ tenantId, viaRouterId: routerId })
  const facts = {
    address,
    hub: tunnelNetwork.hub,
    server,
    apiPort,
    keyUrl: `${joiningUrl}/tunnel`,
    renewKey: tunnel.keyRevokedAt !== null,
    through: through.map((one) => one.address),
  }
  return (major) => [tunnelSection({ ...facts, major })]
}
