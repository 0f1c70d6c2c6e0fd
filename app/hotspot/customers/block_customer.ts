import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import { TakeOffline } from '#hotspot/router_access/take_offline'

/**
 * Shuts a customer out, in the scope it is called in: FreeRADIUS refuses from
 * this status, and the sessions that run are ended. Packages go on as they
 * were, and nothing is deleted.
 */
@inject()
export class BlockCustomer {
  constructor(
    private clock: Clock,
    private takeOffline: TakeOffline
  ) {}

  /** Blocking twice is blocking once. */
  async execute(id: number): Promise<Customer> {
    const now = this.clock.now()
    const customer = await Customer.query().where('id', id).forUpdate().firstOrFail()
    if (customer.status === 'blocked') return customer

    await customer.merge({ status: 'blocked', blockedAt: now }).save()
    const devices = await Device.query().where('customer_id', id)
    await this.takeOffline.execute(devices, `blocked:${now.toMillis()}`)
    return customer
  }
}
