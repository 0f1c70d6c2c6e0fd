import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import type { MacAddress } from '#core/mac_address'
import type Activation from '#hotspot/activation/activation'
import type Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'

/**
 * Who is this device? Nobody we know; somebody with a running package; somebody
 * without one. The fourth outcome, a known number on a new device, shows when
 * the number is proven (verify_number.ts).
 */
export type Identified =
  | { outcome: 'unknown' }
  | { outcome: 'active'; customer: Customer; device: Device; activation: Activation }
  | { outcome: 'suspended' | 'blocked'; customer: Customer; device: Device }

export interface Sighting {
  mac: MacAddress
  ip: string
  routerId: number
}

/** Recognises a device that a router has redirected, and notes where it was seen. */
@inject()
export class IdentifyDevice {
  constructor(private clock: Clock) {}

  /** Call in the tenant's scope. */
  async execute({ mac, ip, routerId }: Sighting): Promise<Identified> {
    const device = await Device.query()
      .where('mac', mac)
      .preload('customer', (customer) => customer.preload('activation'))
      .first()
    if (!device || device.customer.status === 'pending') return { outcome: 'unknown' }

    const { customer } = device
    await device.merge({ lastIp: ip, routerId, lastSeenAt: this.clock.now() }).save()
    if (customer.status === 'blocked') return { outcome: 'blocked', customer, device }

    const activation: Activation | null = customer.activation
    return activation?.isRunning(this.clock.now())
      ? { outcome: 'active', customer, device, activation }
      : { outcome: 'suspended', customer, device }
  }
}
