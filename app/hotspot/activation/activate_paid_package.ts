import { inject } from '@adonisjs/core'
import type { DateTime } from 'luxon'
import Activation from '#hotspot/activation/activation'
import { ActivatePackage } from '#hotspot/activation/activate_package'
import { readOffer } from '#hotspot/activation/offer'
import { accountOf } from '#hotspot/customers/account_of'
import type Customer from '#hotspot/customers/customer'
import { QueueMessage } from '#messaging/queue_message'
import CustomerPayment from '#payments/customer_payment'
import type { PaymentConfirmed } from '#payments/intents/payment_confirmed'
import { localTime } from '#hotspot/local_time'
import { Tenancy } from '#tenancy/tenancy'

/**
 * A payment becomes a session. Runs inside the transaction that marked the
 * intent paid, so both happen or neither does.
 */
@inject()
export default class ActivatePaidPackage {
  constructor(
    private tenancy: Tenancy,
    private activatePackage: ActivatePackage,
    private queueMessage: QueueMessage
  ) {}

  async handle({ intent }: PaymentConfirmed): Promise<void> {
    /** The intent forgets a package that is deleted meanwhile; what was bought stays. */
    const offer = { ...(await readOffer(intent.offer)), packageId: intent.packageId }
    const customer = await this.#payer(intent)
    const wasUntil = await this.#runningUntil(customer.id)
    const activation = await this.activatePackage.execute(customer.id, offer, 'payment')
    const wentOn = wasUntil !== null && wasUntil.id === activation.id
    await CustomerPayment.create({
      customerId: customer.id,
      intentId: intent.id,
      activationId: activation.id,
      method: intent.gateway,
      packageName: offer.name,
      amountMinor: intent.amountMinor,
      currency: intent.currency,
      taxMinor: taxOf(intent),
      previous: wentOn ? { expiresAt: wasUntil.expiresAt.toUTC().toISO() } : null,
      gatewayTransaction: intent.gatewayTransaction,
      paidAt: intent.paidAt ?? activation.startsAt,
    })

    const { tenant } = this.tenancy
    await this.queueMessage.execute({
      event: 'payment_confirmed',
      mobile: customer.mobile,
      customerId: customer.id,
      locale: customer.language,
      data: {
        tenant: tenant.name,
        package: offer.name,
        amount: `${intent.currency} ${intent.amount.toDecimal()}`,
        expires: localTime(activation.expiresAt, tenant),
      },
    })
  }

  /** A payment that was begun while its number was being merged goes where the number went. */
  async #payer(intent: PaymentConfirmed['intent']): Promise<Customer> {
    const customer = await accountOf({ id: intent.customerId })
    if (customer.id !== intent.customerId) await intent.merge({ customerId: customer.id }).save()
    return customer
  }

  /** What runs and may go on: the receipt says where the time that was bought begins. */
  async #runningUntil(customerId: number): Promise<{ id: number; expiresAt: DateTime } | null> {
    const running = await Activation.query().where({ customerId, status: 'running' }).first()
    return running && { id: running.id, expiresAt: running.expiresAt }
  }
}

/** The tax in the amount, as it stood when the payment was begun. */
function taxOf({ offer }: PaymentConfirmed['intent']): number {
  return typeof offer.taxMinor === 'number' ? offer.taxMinor : 0
}
