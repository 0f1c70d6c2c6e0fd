import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import AutoSuspensionLog from '#hotspot/logs/auto_suspension_log'
import { logHotspot } from '#hotspot/logs/log_hotspot'
import { TakeOffline } from '#hotspot/router_access/take_offline'
import { QueueMessage } from '#messaging/queue_message'
import type Tenant from '#tenancy/models/tenant'

/**
 * Suspends one customer whose activation is over, in the scope it is called
 * in: status and reason, both logs, the SMS, and the end of the session. The
 * RADIUS rows stay; FreeRADIUS refuses from the same facts.
 */
@inject()
export class SuspendCustomer {
  constructor(
    private clock: Clock,
    private takeOffline: TakeOffline,
    private queueMessage: QueueMessage
  ) {}

  /** @returns false when the activation is not over after all, say because it was just extended */
  async execute(tenant: Tenant, due: Activation): Promise<boolean> {
    const now = this.clock.now()
    const customer = await Customer.query().where('id', due.customerId).forUpdate().firstOrFail()
    const activation = await Activation.query().where('id', due.id).forUpdate().firstOrFail()
    const reason = activation.status === 'running' ? activation.overBecause(now) : null
    if (!reason) return false

    await activation.merge({ status: 'suspended', suspendedAt: now, suspendReason: reason }).save()
    await AutoSuspensionLog.create({
      customerId: activation.customerId,
      activationId: activation.id,
      reason,
      octetsUsed: activation.octetsUsed,
      octetsLimit: activation.octetsLimit,
      expiresAt: activation.expiresAt,
      suspendedAt: now,
    })

    if (customer.activationId !== activation.id) return true
    await customer.merge({ status: 'suspended', suspendReason: reason }).save()
    await logHotspot(customer, 'suspended', { reason, package: activation.packageName })

    const devices = await Device.query().where('customer_id', customer.id)
    await this.takeOffline.execute(devices, `activation:${activation.id}`)
    await this.queueMessage.execute({
      event: 'suspended',
      mobile: customer.mobile,
      customerId: customer.id,
      locale: customer.language,
      data: { tenant: tenant.name, reason },
    })
    return true
  }
}
