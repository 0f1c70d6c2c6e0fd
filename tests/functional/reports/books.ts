import { randomBytes } from 'node:crypto'
import { DateTime } from 'luxon'
import type Account from '#platform/accounts/account'
import CustomerPayment from '#payments/customer_payment'
import Refund from '#payments/refunds/refund'
import { createCustomer } from '#tests/support/fixtures'
import type { Isp } from '#tests/support/isp'

let customers = 0

export const at = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' })

/** Money as the books have it; what a test is about is written over it. */
export function booked(isp: Isp, about: Partial<CustomerPayment> = {}): Promise<CustomerPayment> {
  customers += 1
  return isp.inside(async () => {
    const customer = await createCustomer(customers, 'Rahima "=1+1" Khatun')
    const payment = await CustomerPayment.create({
      customerId: customer.id,
      method: 'bkash',
      packageName: 'Day Pass',
      amountMinor: 11_500,
      taxMinor: 1500,
      currency: 'BDT',
      gatewayTransaction: randomBytes(5).toString('hex').toUpperCase(),
      paidAt: DateTime.utc(),
      ...about,
    })
    return payment.refresh()
  })
}

/** A sale at the counter. */
export function bookedCash(isp: Isp, by: Account, about: Partial<CustomerPayment> = {}) {
  const received = { receivedBy: by.id, receivedByName: by.name }
  return booked(isp, { method: 'cash', gatewayTransaction: null, ...received, ...about })
}

/** Money given back of a payment. */
export function givenBack(isp: Isp, payment: CustomerPayment, about: Partial<Refund> = {}) {
  return isp.inside(() =>
    Refund.create({
      customerId: payment.customerId,
      refundOf: payment.id,
      method: payment.method,
      packageName: payment.packageName,
      amountMinor: payment.amountMinor,
      currency: payment.currency,
      refundState: 'made',
      refundReference: randomBytes(8).toString('hex'),
      refundEffect: 'keep',
      refundReason: 'Did not work',
      gatewayTransaction: payment.gatewayTransaction,
      byHand: false,
      paidAt: DateTime.utc(),
      ...about,
    })
  )
}
