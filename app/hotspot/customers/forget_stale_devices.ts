import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import type { MacAddress } from '#core/mac_address'
import { removeRadiusRows } from '#radius/radius_rows'
import type Tenant from '#tenancy/models/tenant'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

const BATCH = 1000

/**
 * Forgets MACs that have not been seen for long, since phones make up new ones;
 * the number stays the account. A device with an open session, or of a customer
 * whose package runs, is left (index devices_last_seen).
 */
@inject()
export class ForgetStaleDevices {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /** @returns how many were forgotten */
  async execute(tenant: Tenant): Promise<number> {
    const before = this.clock.now().minus({ days: tenantSettings(tenant).staleDeviceDays })
    return this.tenancy.run(tenant, async (trx) => {
      const gone: { rows: { mac: MacAddress }[] } = await trx.rawQuery(FORGET, {
        before: before.toJSDate(),
        limit: BATCH,
      })
      await removeRadiusRows(
        this.tenancy,
        gone.rows.map(({ mac }) => mac)
      )
      return gone.rows.length
    })
  }
}

const FORGET = `
  delete from devices where id in (
    select d.id from devices d
     where d.last_seen_at < :before
       and not exists (select from activations a
                        where a.customer_id = d.customer_id and a.status = 'running')
       and not exists (select from radacct r
                        where r.username = d.mac and r.acctstoptime is null)
     limit :limit)
  returning mac`
