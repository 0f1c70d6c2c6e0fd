import Router from '#routers/router'
import { dialInText, gatewayText } from '#routers/tunnels/dial_in_text'
import RouterTunnel from '#routers/tunnels/router_tunnel'
import { tunnelNetwork } from '#routers/tunnels/tunnel_server'
import type Tenant from '#tenancy/models/tenant'
import tenancy from '#tenancy/services/tenancy'

/** A WireGuard peer that has something to say says it at least this often (its keepalive is 25 s). */
const FRESH_MINUTES = 5

export type TunnelState = 'no_key' | 'revoked' | 'waiting' | 'up' | 'silent' | 'through'

/** How a router is reached, for its page; null for one with a public address. Outside the scope. */
export async function reachCard(tenant: Tenant, router: Router) {
  const of = { tenantId: tenant.id, routerId: router.id }
  const tunnel = tunnelNetwork.contains(router.address) ? await RouterTunnel.findBy(of) : null
  if (!tunnel) return null

  const others = await RouterTunnel.query()
    .where('tenantId', tenant.id)
    .whereNotNull('public_key')
    .whereNot('address', router.address)
  const names = await tenancy.run(tenant, () =>
    Router.query().whereIn(
      'id',
      others.flatMap(({ routerId }) => routerId ?? [])
    )
  )
  const gateways = names.map(({ id, name, address }) => ({ id, name, address }))
  const gateway = gateways.find(({ id }) => id === tunnel.viaRouterId)
  return {
    tunnel,
    hub: tunnelNetwork.hub,
    state: stateOf(tunnel),
    gateways: gateways.map(({ id, name }) => ({ value: String(id), label: name })),
    gateway: gateway && {
      name: gateway.name,
      texts: (['l2tp', 'sstp'] as const).map((kind) => {
        const facts = {
          kind,
          address: router.address,
          gatewayAddress: gateway.address,
          hub: tunnelNetwork.hub,
          apiPort: router.apiPort,
        }
        return { kind, gateway: gatewayText(facts), router: dialInText(facts) }
      }),
    },
  }
}

function stateOf(tunnel: RouterTunnel): TunnelState {
  const { publicKey, keyRevokedAt, lastHandshakeAt, viaRouterId } = tunnel
  if (viaRouterId) return 'through'
  if (!publicKey) return keyRevokedAt ? 'revoked' : 'no_key'
  if (!lastHandshakeAt) return 'waiting'
  return lastHandshakeAt.diffNow('minutes').minutes > -FRESH_MINUTES ? 'up' : 'silent'
}
