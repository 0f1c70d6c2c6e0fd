import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import type Activation from '#hotspot/activation/activation'
import { lowMarks } from '#hotspot/activation/low_marks'
import type Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import { logHotspot } from '#hotspot/logs/log_hotspot'
import { refundedPackage, refundLeaves } from '#hotspot/refunds/refunded_package'
import type { TakeBack } from '#hotspot/refunds/take_back'
import { BringOnline } from '#hotspot/router_access/bring_online'
import { ChangeSessions } from '#hotspot/router_access/change_sessions'
import { TakeOffline } from '#hotspot/router_access/take_offline'
import { QueueMessage } from '#messaging/queue_message'
import type { PaymentRefunded } from '#payments/refunds/payment_refunded'
import type Refund from '#payments/refunds/refund'
import { writeRadiusRows } from '#radius/radius_rows'
import { markDue } from '#tenancy/due_work'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

/**
 * Money went back, and what it bought stays, is shortened or ends, as the operator chose. Runs
 * inside the transaction that marked the refund made. Customers whose package ends are where
 * they would be at its end: offline, and at the portal when they come back.
 */
@inject()
export default class TakeBackPackage {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private takeOffline: TakeOffline,
    private bringOnline: BringOnline,
    private changeSessions: ChangeSessions,
    private queueMessage: QueueMessage
  ) {}

  async handle({ refund }: PaymentRefunded): Promise<void> {
    const { customerId, refundOf: paymentId, refundEffect: effect, amountMinor } = refund
    const moment = { now: this.clock.now(), zone: this.tenancy.tenant.timezone }
    const about = await refundedPackage({ customerId, paymentId }, moment.now)
    const { customer, running } = about
    const left = await refundLeaves(about, effect, amountMinor, moment)
    if (running && left) await this.#apply(refund, customer, running, left)

    await logHotspot(customer, 'refunded', {
      package: refund.packageName,
      amount: `${refund.currency} ${refund.amount.toDecimal()}`,
      effect: left?.outcome ?? 'kept',
      who: refund.receivedByName,
      reason: refund.refundReason,
    })
    await this.#tell(refund, customer, left)
  }

  async #apply(
    { id }: Refund,
    customer: Customer,
    running: Activation,
    { outcome, expiresAt, octetsLimit }: TakeBack
  ): Promise<void> {
    if (outcome === 'kept') return
    const devices = await Device.query().where('customer_id', customer.id)
    const settings = tenantSettings(this.tenancy.tenant)
    const isTrial = running.source === 'trial'
    await running
      .merge({ expiresAt, octetsLimit, ...lowMarks(settings, { octetsLimit, expiresAt, isTrial }) })
      .save()
    if (outcome === 'ended') await this.#end(customer, running)
    const macs = devices.map(({ mac }) => mac)
    await writeRadiusRows(this.tenancy, macs, running)
    await markDue(this.tenancy, running.lowFrom ?? expiresAt)

    const occasion = `refund:${id}`
    if (outcome === 'ended') await this.takeOffline.execute(devices, occasion)
    else if (octetsLimit === null) await this.changeSessions.execute(devices, occasion, running)
    /** A router reads data limits at login only. */
    else await this.bringOnline.execute(devices, occasion, true)
  }

  async #end(customer: Customer, running: Activation): Promise<void> {
    await running.merge({ status: 'ended' }).save()
    const status = customer.status === 'blocked' ? 'blocked' : 'suspended'
    await customer.merge({ status, suspendReason: 'time_limit_exceeds' }).save()
  }

  async #tell(refund: Refund, customer: Customer, left: TakeBack | null): Promise<void> {
    const { tenant } = this.tenancy
    await this.queueMessage.execute({
      event: 'refunded',
      mobile: customer.mobile,
      customerId: customer.id,
      locale: customer.language,
      data: {
        tenant: tenant.name,
        package: refund.packageName,
        amount: `${refund.currency} ${refund.amount.toDecimal()}`,
        reason: left ? `refund_${left.outcome}` : 'refund_over',
      },
    })
  }
}
