import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import RouterTunnel from './router_tunnel.js'
import { TunnelAddressesExhausted, TunnelAddressNotGiven } from './tunnel_errors.js'
import { tunnelNetwork } from './tunnel_server.js'

/**
 * Rest of an address between two routers: longer than FreeRADIUS remembers a client, than a
 * command waits in an outbox, and than a packet or a person is late.
 */
const QUARANTINE = '24 hours'
/** A reservation nobody came back for: the process died between the two steps. */
const FORGOTTEN_AFTER = '1 hour'
/** Advisory lock: one hand at a time gives addresses out. */
const GIVING_OUT = 0x7e110

export interface RouterKey {
  tenantId: number
  routerId: number
}

/** Gives tunnel addresses out, one each, and takes them back. */
@inject()
export class TunnelAddresses {
  constructor(private db: Database) {}

  /** The router's own address if it has one, else one nobody has. @throws TunnelAddressesExhausted */
  async forRouter(tenantId: number, routerId?: number): Promise<string> {
    const own = routerId && (await RouterTunnel.findBy({ tenantId, routerId }))
    return own ? own.address : this.reserve(tenantId)
  }

  /** @throws TunnelAddressesExhausted */
  async reserve(tenantId: number): Promise<string> {
    return this.db.connection('app').transaction(async (trx) => {
      await trx.rawQuery('select pg_advisory_xact_lock(?)', [GIVING_OUT])
      const address = (await rested(trx, tenantId)) ?? (await unused(trx, tenantId))
      if (!address) throw new TunnelAddressesExhausted()
      return address
    })
  }

  /** Gives back what was reserved and came to nothing. */
  async giveBack(tenantId: number, address: string): Promise<void> {
    await RouterTunnel.query()
      .where({ tenantId, address })
      .whereNull('router_id')
      .update({ tenantId: null })
  }

  /**
   * The router has this address from now on: if it is of the tunnels, it must have been given
   * to its tenant; any other tunnel address of the router's goes back. Part of the transaction
   * that tells RADIUS.
   *
   * @throws TunnelAddressNotGiven
   */
  async settle(
    client: TransactionClientContract,
    of: RouterKey,
    routerAddress: string
  ): Promise<void> {
    await RouterTunnel.query({ client })
      .where({ ...of })
      .whereNot('address', routerAddress)
      .update({ tenantId: null })
    if (!tunnelNetwork.contains(routerAddress)) return

    const [attached] = await RouterTunnel.query({ client })
      .where({ tenantId: of.tenantId, address: routerAddress })
      .where((mine) => mine.whereNull('router_id').orWhere('router_id', of.routerId))
      .update({ routerId: of.routerId })
    if (Number(attached) !== 1) throw new TunnelAddressNotGiven()
  }

  /** The router is removed: its peer is none from the commit on, its address rests. */
  async release(client: TransactionClientContract, of: RouterKey): Promise<void> {
    await RouterTunnel.query({ client })
      .where({ ...of })
      .update({ tenantId: null })
  }
}

interface Given {
  rows: { address: string }[]
}

async function rested(trx: TransactionClientContract, tenantId: number) {
  const given: Given = await trx.rawQuery(
    `update platform.router_tunnels
        set tenant_id = :tenantId, router_id = null, released_at = null, reserved_at = now(),
            key_revoked_at = null
      where address = (
        select address from platform.router_tunnels
         where (released_at < now() - :quarantine::interval
                or (router_id is null and tenant_id is not null
                    and reserved_at < now() - :forgotten::interval))
           and address << :network::inet and address <> :hub::inet
         order by released_at limit 1)
      returning host(address) as address`,
    {
      tenantId,
      quarantine: QUARANTINE,
      forgotten: FORGOTTEN_AFTER,
      network: tunnelNetwork.cidr,
      hub: tunnelNetwork.hub,
    }
  )
  return given.rows[0]?.address
}

async function unused(trx: TransactionClientContract, tenantId: number) {
  const given: Given = await trx.rawQuery(
    `insert into platform.router_tunnels (tenant_id, address)
     select :tenantId, next from (
       select coalesce(max(address), :hub::inet) + 1 as next from platform.router_tunnels
        where address << :network::inet) found
      where next < set_masklen(broadcast(:network::inet), 32)
     returning host(address) as address`,
    { tenantId, network: tunnelNetwork.cidr, hub: tunnelNetwork.hub }
  )
  return given.rows[0]?.address
}
