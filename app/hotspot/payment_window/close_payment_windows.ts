import { inject } from '@adonisjs/core'
import type { DateTime } from 'luxon'
import { Clock, toDateTime } from '#core/clock'
import Activation from '#hotspot/activation/activation'
import { runningActivation } from '#hotspot/activation/running_activation'
import Device from '#hotspot/customers/device'
import { logHotspot } from '#hotspot/logs/log_hotspot'
import { TakeOffline } from '#hotspot/router_access/take_offline'
import { removeRadiusRows, writeRadiusRows } from '#radius/radius_rows'
import type { TenantScope } from '#tenancy/tenancy'
import { Tenancy } from '#tenancy/tenancy'

const BATCH = 200

/**
 * Closes the payment windows whose time is up. The routers have ended the sessions by then;
 * here the rows become again what they were, and whoever is still online is taken off.
 */
@inject()
export class ClosePaymentWindows {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private takeOffline: TakeOffline
  ) {}

  /** @returns when the next one closes, or null */
  async execute(tenant: TenantScope): Promise<DateTime | null> {
    let closed: number
    do closed = await this.tenancy.run(tenant, () => this.#batch())
    while (closed >= BATCH)
    return this.tenancy.run(tenant, () => this.#next())
  }

  async #batch(): Promise<number> {
    const due: { rows: { id: string }[] } = await this.tenancy.transaction.rawQuery(DUE, {
      now: this.clock.now().toJSDate(),
      limit: BATCH,
    })
    const ids = due.rows.map(({ id }) => Number(id))
    if (ids.length === 0) return 0

    await this.tenancy.transaction.from('devices').whereIn('id', ids).update({ window_until: null })
    const devices = await Device.query().whereIn('id', ids).preload('customer')
    for (const device of devices) await this.#close(device)
    return ids.length
  }

  /** Paid meanwhile: the rows are the package's already, and nobody is taken off. */
  async #close(device: Device): Promise<void> {
    const { customer, mac } = device
    const now = this.clock.now()
    if (await runningActivation(customer, now)) return

    const last =
      customer.activationId === null ? null : await Activation.find(customer.activationId)
    if (last) await writeRadiusRows(this.tenancy, [mac], last)
    else await removeRadiusRows(this.tenancy, [mac])
    await this.takeOffline.execute([device], `window:${now.toMillis()}`)
    await logHotspot(customer, 'payment_window_closed', {}, mac, device.routerId)
  }

  async #next(): Promise<DateTime | null> {
    const row: { next: Date | null } | null = await this.tenancy.transaction
      .from('devices')
      .min('window_until as next')
      .whereNotNull('window_until')
      .first()
    return toDateTime(row?.next ?? null)
  }
}

/** Index devices_window. A customer who is being served just now is left to the next pass. */
const DUE = `
  select d.id from devices d join customers c on c.id = d.customer_id
   where d.window_until <= :now
   order by d.window_until limit :limit
   for update of c skip locked`
