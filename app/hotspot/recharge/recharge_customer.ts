import { inject } from '@adonisjs/core'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import {
  ActivatePackage,
  type ActivationMode,
  type Operator,
} from '#hotspot/activation/activate_package'
import type Activation from '#hotspot/activation/activation'
import { offerOf } from '#hotspot/activation/offer'
import Customer from '#hotspot/customers/customer'
import { localTime } from '#hotspot/local_time'
import { portalPackagesQuery } from '#hotspot/packages/portal_packages_query'
import { remembered, standingBefore } from '#hotspot/recharge/before_recharge'
import { FactsChanged, RechargeRefused } from '#hotspot/recharge/errors'
import { previewRecharge, type RechargePreview } from '#hotspot/recharge/preview_recharge'
import { runningActivation } from '#hotspot/activation/running_activation'
import { isAsSeen } from '#hotspot/recharge/seen_preview'
import { QueueMessage } from '#messaging/queue_message'
import CustomerPayment from '#payments/customer_payment'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

export interface RechargeOrder {
  customerId: number
  packageId: number
  mode: ActivationMode
  /** Minor units off the price. */
  discountMinor: number
  /** What the operator saw (seen_preview.ts). */
  seen: string
  /** One a form: the same form sent twice is one recharge. */
  formKey: string
  cashier: Operator & { id: number }
}

export interface Recharged {
  payment: CustomerPayment
  customer: Customer
  /** The form had been sent before; nothing was done now. */
  repeated: boolean
}

/**
 * Sells a package for cash, as one transaction in the scope it is called in:
 * the same activation path as an online payment, the payment with what is
 * needed to undo it, the SMS.
 */
@inject()
export class RechargeCustomer {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private activatePackage: ActivatePackage,
    private queueMessage: QueueMessage
  ) {}

  /**
   * @throws RechargeRefused when this customer cannot be sold this
   * @throws FactsChanged when it would not be what the operator saw
   */
  async execute(order: RechargeOrder): Promise<Recharged> {
    const customer = await Customer.query().where('id', order.customerId).forUpdate().firstOrFail()
    const earlier = await this.#sentBefore(order)
    if (earlier) return { payment: earlier, customer, repeated: true }
    if (customer.mergedInto !== null) throw new RechargeRefused('merged')
    if (customer.status === 'blocked') throw new RechargeRefused('blocked')

    const chosen = await portalPackagesQuery().where('id', order.packageId).first()
    if (!chosen) throw new RechargeRefused('no_package')
    const offer = offerOf(chosen)

    const running = await runningActivation(customer, this.clock.now(), { locked: true })
    const preview = this.#preview(order, offer, running)
    if (!isAsSeen(preview, order.seen)) throw new FactsChanged()

    const standing = await standingBefore(this.tenancy, customer)
    const activation = await this.activatePackage.execute(
      customer.id,
      offer,
      'cash',
      order.mode,
      order.cashier
    )
    const extended = preview.outcome === 'extends'
    /** Its last second passed in between. */
    if (extended !== (activation.id === running?.id)) throw new FactsChanged()

    const payment = await this.#record(
      order,
      preview,
      activation,
      remembered(
        standing,
        order.formKey,
        extended && running ? running.expiresAt : null,
        activation
      )
    )
    await this.#tell(customer.id, payment, activation.expiresAt)
    return { payment, customer, repeated: false }
  }

  #preview(order: RechargeOrder, offer: ReturnType<typeof offerOf>, running: Activation | null) {
    const { tenant } = this.tenancy
    return previewRecharge(
      { offer, mode: order.mode, discountMinor: order.discountMinor },
      {
        running,
        now: this.clock.now(),
        zone: tenant.timezone,
        settings: tenantSettings(tenant),
      }
    )
  }

  /** The customer is locked, so of two posts of one form the second finds the first one's payment. */
  #sentBefore({ customerId, formKey }: RechargeOrder): Promise<CustomerPayment | null> {
    return CustomerPayment.query()
      .where({ customerId, method: 'cash' })
      .whereRaw(`previous->>'formKey' = ?`, [formKey])
      .first()
  }

  async #record(
    order: RechargeOrder,
    preview: RechargePreview,
    activation: Activation,
    previous: ReturnType<typeof remembered>
  ): Promise<CustomerPayment> {
    const payment = await CustomerPayment.create({
      customerId: order.customerId,
      activationId: activation.id,
      method: 'cash',
      packageName: activation.packageName,
      amountMinor: preview.total.minor,
      discountMinor: preview.discount.minor,
      taxMinor: preview.tax.minor,
      currency: preview.total.currency,
      receivedBy: order.cashier.id,
      receivedByName: order.cashier.name,
      previous,
      paidAt: this.clock.now(),
    })
    return payment.refresh()
  }

  async #tell(customerId: number, payment: CustomerPayment, expiresAt: DateTime): Promise<void> {
    const { tenant } = this.tenancy
    const customer = await Customer.findOrFail(customerId)
    await this.queueMessage.execute({
      event: 'payment_confirmed',
      mobile: customer.mobile,
      customerId,
      locale: customer.language,
      data: {
        tenant: tenant.name,
        package: payment.packageName,
        amount: `${payment.currency} ${payment.amount.toDecimal()}`,
        expires: localTime(expiresAt, tenant),
      },
    })
  }
}
