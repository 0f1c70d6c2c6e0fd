import { inject } from '@adonisjs/core'
import { ActivatePackage } from '#hotspot/activation/activate_package'
import { readOffer } from '#hotspot/activation/offer'
import Customer from '#hotspot/customers/customer'
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
    const activation = await this.activatePackage.execute(intent.customerId, offer, 'payment')
    await CustomerPayment.create({
      customerId: intent.customerId,
      intentId: intent.id,
      activationId: activation.id,
      method: intent.gateway,
      packageName: offer.name,
      amountMinor: intent.amountMinor,
      currency: intent.currency,
      gatewayTransaction: intent.gatewayTransaction,
      paidAt: intent.paidAt ?? activation.startsAt,
    })

    const { tenant } = this.tenancy
    const customer = await Customer.findOrFail(intent.customerId)
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
}
