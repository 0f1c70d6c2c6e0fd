import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { isUniqueViolation } from '#tenancy/unique_violation'
import RouterTunnel from './router_tunnel.js'
import type { RouterKey } from './tunnel_addresses.js'
import { NoTunnel, TunnelKeyTaken } from './tunnel_errors.js'
import { wireguardKey } from './wireguard_key.js'

/** The public keys of routers. A private one never leaves its router. */
@inject()
export class TunnelKeys {
  constructor(private clock: Clock) {}

  /**
   * The router has this key from now on, and its former one is worth nothing any more.
   * The same key again changes nothing.
   *
   * @throws InvalidTunnelKey, NoTunnel, TunnelKeyTaken
   */
  async take({ tenantId, routerId }: RouterKey, text: unknown): Promise<RouterTunnel> {
    const publicKey = wireguardKey(text)
    const tunnel = await RouterTunnel.findBy({ tenantId, routerId })
    if (!tunnel) throw new NoTunnel()
    if (tunnel.publicKey === publicKey) return tunnel
    try {
      return await tunnel
        .merge({
          publicKey,
          viaRouterId: null,
          keyAt: this.clock.now(),
          keyRevokedAt: null,
          lastHandshakeAt: null,
          seenFrom: null,
        })
        .save()
    } catch (error) {
      throw isUniqueViolation(error) ? new TunnelKeyTaken() : error
    }
  }

  /** The key stops working at once; the next script has the router make another. @throws NoTunnel */
  async revoke({ tenantId, routerId }: RouterKey): Promise<void> {
    const tunnel = await RouterTunnel.findBy({ tenantId, routerId })
    if (!tunnel) throw new NoTunnel()
    await tunnel
      .merge({
        publicKey: null,
        keyAt: null,
        keyRevokedAt: this.clock.now(),
        lastHandshakeAt: null,
        seenFrom: null,
      })
      .save()
  }
}
