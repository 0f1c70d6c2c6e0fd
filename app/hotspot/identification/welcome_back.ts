import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import type Customer from '#hotspot/customers/customer'
import type Device from '#hotspot/customers/device'
import { logHotspot } from '#hotspot/logs/log_hotspot'
import { BringOnline } from '#hotspot/router_access/bring_online'
import { QueueMessage } from '#messaging/queue_message'
import type Tenant from '#tenancy/models/tenant'

/**
 * What a known device gets without asking: a login when its package runs, and
 * one "buy a package" SMS a suspension cycle when none does.
 */
@inject()
export class WelcomeBack {
  constructor(
    private clock: Clock,
    private bringOnline: BringOnline,
    private queueMessage: QueueMessage
  ) {}

  /** A page that is reloaded asks once a minute at most. */
  async logIn(customer: Customer, device: Device): Promise<void> {
    const minute = this.clock.now().startOf('minute').toMillis()
    await this.bringOnline.execute([device], `return:${minute}`, false)
    await logHotspot(customer, 'auto_login', {}, device.mac, device.routerId)
  }

  async remind(tenant: Tenant, customer: Customer, device: Device): Promise<void> {
    if (customer.suspensionNotifiedAt) return
    await customer.merge({ suspensionNotifiedAt: this.clock.now() }).save()
    await this.queueMessage.execute({
      event: 'buy_package',
      mobile: customer.mobile,
      customerId: customer.id,
      locale: customer.language,
      data: { tenant: tenant.name },
    })
    await logHotspot(customer, 'turned_away', {}, device.mac, device.routerId)
  }
}
