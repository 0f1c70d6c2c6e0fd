import { inject } from '@adonisjs/core'
import { TunnelAddresses } from '#routers/tunnels/tunnel_addresses'
import { TunnelsNotOffered } from '#routers/tunnels/tunnel_errors'
import { tunnelServer } from '#routers/tunnels/tunnel_server'

/** Where the operator says a router is: at an address of its own, or at the end of a tunnel. */
export interface ReachInput {
  reach?: 'public' | 'tunnel'
  /** Asked of routers with a public address alone. */
  address?: string | null
}

/** The address to register a router at. */
@inject()
export class RouterAddress {
  constructor(private tunnels: TunnelAddresses) {}

  /**
   * Calls `save` with the address. One that was reserved for it and came to nothing goes back.
   *
   * @throws TunnelsNotOffered, TunnelAddressesExhausted
   */
  async use<T>(
    tenantId: number,
    { reach, address }: ReachInput,
    routerId: number | undefined,
    save: (address: string) => Promise<T>
  ): Promise<T> {
    if (reach !== 'tunnel') return save(address ?? '')
    if (!tunnelServer()) throw new TunnelsNotOffered()
    const given = await this.tunnels.forRouter(tenantId, routerId)
    try {
      return await save(given)
    } finally {
      await this.tunnels.giveBack(tenantId, given)
    }
  }
}
