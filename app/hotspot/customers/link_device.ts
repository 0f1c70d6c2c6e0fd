import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import type { Sighting } from '#hotspot/identification/identify_device'
import { logHotspot } from '#hotspot/logs/log_hotspot'
import { BringOnline } from '#hotspot/router_access/bring_online'
import { TakeOffline } from '#hotspot/router_access/take_offline'
import { removeRadiusRows, writeRadiusRows } from '#radius/radius_rows'
import { Tenancy } from '#tenancy/tenancy'

/**
 * Makes a device the customer's, after the number was proven on it. It takes
 * the place of the one before: that one's rows go, its session ends, and what
 * is left of the package goes on here. A device that was somebody else's
 * changes hands, since whoever holds it has just proven another number.
 */
@inject()
export class LinkDevice {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private bringOnline: BringOnline,
    private takeOffline: TakeOffline
  ) {}

  async execute(customer: Customer, { mac, ip, routerId }: Sighting): Promise<Device> {
    const now = this.clock.now()
    const seen = { lastIp: ip, routerId, lastSeenAt: now }
    const previous = await Device.query().where('customer_id', customer.id).whereNot('mac', mac)

    const known = await Device.findBy('mac', mac)
    if (known?.customerId === customer.id) return known.merge(seen).save()

    await this.#retire(customer, previous)
    if (known) await this.#takeFrom(known, customer)
    const device = await (known ?? new Device())
      .merge({ customerId: customer.id, mac, ...seen })
      .save()
    await logHotspot(customer, 'device_linked', {}, mac, routerId)
    await this.#carryOn(customer, device)
    return device
  }

  async #retire(customer: Customer, devices: Device[]): Promise<void> {
    if (devices.length === 0) return
    const macs = devices.map(({ mac }) => mac)

    await removeRadiusRows(this.tenancy, macs)
    await this.#endSessions(devices)
    await Device.query().whereIn('mac', macs).delete()
    for (const mac of macs) await logHotspot(customer, 'device_replaced', {}, mac)
  }

  /**
   * The session that runs on it is the other customer's and ends here: what is
   * used from now on is counted to whoever holds the device.
   */
  async #takeFrom(device: Device, customer: Customer): Promise<void> {
    await removeRadiusRows(this.tenancy, [device.mac])
    await this.#endSessions([device])
    const loser = await Customer.findOrFail(device.customerId)
    await logHotspot(
      loser,
      'device_replaced',
      { taken_by: customer.mobile },
      device.mac,
      device.routerId
    )
  }

  #endSessions(devices: Device[]): Promise<void> {
    return this.takeOffline.execute(devices, `replaced:${this.clock.now().toMillis()}`)
  }

  async #carryOn(customer: Customer, device: Device): Promise<void> {
    const activation =
      customer.activationId === null ? null : await Activation.find(customer.activationId)
    if (activation?.status !== 'running' || activation.overBecause(this.clock.now())) return

    await writeRadiusRows(this.tenancy, [device.mac], activation)
    await this.bringOnline.execute([device], `linked:${activation.id}:${device.id}`, true)
  }
}
