import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import RouterTunnel from './router_tunnel.js'
import type { RouterKey } from './tunnel_addresses.js'
import { NoSuchGateway, NoTunnel } from './tunnel_errors.js'

/**
 * Routers that come through another router's tunnel, because their RouterOS knows no WireGuard.
 * Each keeps an address of its own: the other one's peer is allowed it besides.
 */
@inject()
export class TunnelGateways {
  constructor(private db: Database) {}

  /**
   * @param gatewayId of a router of the same tenant with a key of its own; null: through none
   * @throws NoTunnel, NoSuchGateway
   */
  async choose(of: RouterKey, gatewayId: number | null): Promise<void> {
    await this.db.connection('app').transaction(async (client) => {
      const tunnels = await RouterTunnel.query({ client })
        .where('tenantId', of.tenantId)
        .whereIn('routerId', [of.routerId, gatewayId ?? of.routerId])
        .orderBy('address')
        .forUpdate()
      const tunnel = tunnels.find(({ routerId }) => routerId === of.routerId)
      const gateway = tunnels.find(({ routerId }) => routerId === gatewayId)
      if (!tunnel) throw new NoTunnel()
      if (gatewayId !== null && (!gateway?.publicKey || gateway === tunnel)) {
        throw new NoSuchGateway()
      }
      await tunnel
        .merge({
          viaRouterId: gatewayId,
          ...(gatewayId !== null && { publicKey: null, keyAt: null, seenFrom: null }),
        })
        .save()
    })
  }
}
