import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import { BringOnline } from '#hotspot/router_access/bring_online'

/**
 * Lets a blocked customer in again, as what their package makes of them, in
 * the scope it is called in. One whose package runs is logged in at once; one
 * who has never been here has still to prove the number.
 */
@inject()
export class UnblockCustomer {
  constructor(
    private clock: Clock,
    private bringOnline: BringOnline
  ) {}

  async execute(id: number): Promise<Customer> {
    const customer = await Customer.query().where('id', id).forUpdate().firstOrFail()
    if (customer.status !== 'blocked') return customer

    const now = this.clock.now()
    const activation =
      customer.activationId === null ? null : await Activation.find(customer.activationId)
    const reason = activation ? (activation.suspendReason ?? activation.overBecause(now)) : null
    const devices = await Device.query().where('customer_id', id)
    const proved = activation !== null || devices.length > 0
    const status = reason ? 'suspended' : proved ? 'active' : 'pending'
    await customer.merge({ status, suspendReason: reason, blockedAt: null }).save()
    if (activation?.status !== 'running' || reason) return customer

    await this.bringOnline.execute(devices, `unblocked:${now.toMillis()}`, false)
    return customer
  }
}
