import app from '@adonisjs/core/services/app'
import { ActivatePackage } from '#hotspot/activation/activate_package'
import { offerOf } from '#hotspot/activation/offer'
import Package from '#hotspot/packages/package'
import CustomerPayment from '#payments/customer_payment'
import { createCustomer } from '#tests/support/fixtures'
import type { Isp } from '#tests/support/isp'
import type { Visitor } from '#tests/support/operator'
import { download, type Download } from '#tests/functional/receipts/receipt_visits'

/** What somebody who is signed in downloads. */
export function fetchedBy({ host, browser }: Visitor, path: string): Promise<Download> {
  return download(`http://${host}${path}`, browser.cookiesOf(host))
}

/** A customer who paid cash for a package at the counter. */
export async function soldForCash(isp: Isp, n: number, about: Partial<CustomerPayment> = {}) {
  const activate = await app.container.make(ActivatePackage)
  return isp.inside(async () => {
    const customer = await createCustomer(n, 'Rahima Khatun')
    const chosen = await Package.findByOrFail('name', 'Day Pass')
    const activation = await activate.execute(customer.id, offerOf(chosen), 'cash')
    const payment = await CustomerPayment.create({
      customerId: customer.id,
      activationId: activation.id,
      method: 'cash',
      packageName: chosen.name,
      amountMinor: chosen.priceMinor,
      currency: chosen.currency,
      receivedByName: 'Karim Mia',
      paidAt: activation.startsAt,
      ...about,
    })
    return { customer, activation, payment: await payment.refresh() }
  })
}
