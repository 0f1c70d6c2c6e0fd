import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import type Activation from '#hotspot/activation/activation'
import { runningActivation } from '#hotspot/activation/running_activation'
import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import type { Sighting } from '#hotspot/identification/identify_device'
import { allowReplacement } from '#hotspot/customers/replacement_wait'
import { logHotspot } from '#hotspot/logs/log_hotspot'
import { BringOnline } from '#hotspot/router_access/bring_online'
import { TakeOffline } from '#hotspot/router_access/take_offline'
import { removeRadiusRows, writeRadiusRows } from '#radius/radius_rows'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

/**
 * Makes a device the customer's, after the number was proven on it. Beyond the
 * package's device limit it takes the place of the one seen longest ago: that
 * one's rows go, its session ends, and what is left of the package goes on here.
 * A device that was somebody else's changes hands, since whoever holds it has
 * just proven another number.
 */
@inject()
export class LinkDevice {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private bringOnline: BringOnline,
    private takeOffline: TakeOffline
  ) {}

  /** @throws DeviceChangedRecently */
  async execute(customer: Customer, { mac, ip, routerId }: Sighting): Promise<Device> {
    const now = this.clock.now()
    const seen = { lastIp: ip, routerId, lastSeenAt: now }
    const known = await Device.findBy('mac', mac)
    if (known?.customerId === customer.id) return known.merge(seen).save()

    /** Locked, so that no octets are counted between reading what remains and writing the rows. */
    const running = await runningActivation(customer, now, { locked: true })
    await this.#makeRoom(customer, running?.deviceLimit ?? 1)
    if (known) await this.#takeFrom(known, customer)
    const device = await (known ?? new Device())
      .merge({ customerId: customer.id, mac, linkedAt: now, ...seen })
      .save()
    const { id } = await logHotspot(customer, 'device_linked', {}, mac, routerId)
    if (running) await this.#carryOn(running, device, `linked:${id}`)
    return device
  }

  async #makeRoom(customer: Customer, limit: number): Promise<void> {
    const others = await Device.query()
      .where('customer_id', customer.id)
      .orderByRaw('last_seen_at desc nulls last')
    const surplus = others.slice(limit - 1)
    if (surplus.length === 0) return

    await allowReplacement(customer, this.clock.now(), tenantSettings(this.tenancy.tenant))
    await this.#retire(customer, surplus)
  }

  async #retire(customer: Customer, devices: Device[]): Promise<void> {
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

  async #carryOn(activation: Activation, device: Device, occasion: string): Promise<void> {
    await writeRadiusRows(this.tenancy, [device.mac], activation)
    await this.bringOnline.execute([device], occasion, true)
  }
}
