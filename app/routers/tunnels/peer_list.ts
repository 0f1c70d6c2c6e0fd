import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { statusesWhere } from '#tenancy/lifecycle/tenant_states'

interface Peer {
  public_key: string
  addresses: string[]
}

/**
 * The peers of the server, as `wg syncconf` reads them (wg(8)): [Peer] sections alone, since
 * the private key is known to the server only. AllowedIPs is what ties a key to its address:
 * WireGuard drops a packet whose source is not among its peer's.
 */
@inject()
export class PeerList {
  constructor(private db: Database) {}

  async text(): Promise<string> {
    const { rows }: { rows: Peer[] } = await this.db.connection('app').rawQuery(
      `select own.public_key,
              array_agg(host(reached.address) order by reached.address) as addresses
         from platform.router_tunnels own
         join platform.tenants tenant on tenant.id = own.tenant_id
         join platform.router_tunnels reached on reached.tenant_id = own.tenant_id
              and coalesce(reached.via_router_id, reached.router_id) = own.router_id
        where own.public_key is not null and own.via_router_id is null
          and tenant.status = any(?)
        group by own.address, own.public_key order by own.address`,
      [statusesWhere(({ radius }) => radius)]
    )
    return rows.map(section).join('\n')
  }
}

function section({ public_key: publicKey, addresses }: Peer): string {
  const allowed = addresses.map((address) => `${address}/32`).join(', ')
  return `[Peer]\nPublicKey = ${publicKey}\nAllowedIPs = ${allowed}\n`
}
