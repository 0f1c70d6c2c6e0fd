import type { DateTime } from 'luxon'
import Activation from '#hotspot/activation/activation'
import { accountOf } from '#hotspot/customers/account_of'
import type Customer from '#hotspot/customers/customer'
import { boughtShare } from '#hotspot/refunds/bought_share'
import { takeBack, type TakeBack } from '#hotspot/refunds/take_back'
import CustomerPayment from '#payments/customer_payment'
import type { RefundEffect } from '#payments/refunds/refund'

export interface RefundedPackage {
  customer: Customer
  /** What this payment bought, if it still runs; null once it is over or another took its place. */
  running: Activation | null
  payment: CustomerPayment | null
  /** Payments besides this one that went into what runs, and are not undone. */
  others: number
}

/**
 * Whose package a refund is about, and whether there is any of it left to take. The customer,
 * merged perhaps since, is locked, and so is what runs. Call in the tenant's scope.
 */
export async function refundedPackage(
  { customerId, paymentId }: { customerId: number; paymentId: number | null },
  now: DateTime
): Promise<RefundedPackage> {
  const customer = await accountOf({ id: customerId })
  const payment = paymentId === null ? null : await CustomerPayment.findOrFail(paymentId)
  const id = payment?.activationId ?? null
  const activation =
    id === null || id !== customer.activationId
      ? null
      : await Activation.query().where({ id }).forUpdate().first()
  const running = activation?.isRunning(now) ? activation : null
  const others = await CustomerPayment.query()
    .where('activationId', running?.id ?? 0)
    .whereNot('id', paymentId ?? 0)
    .whereNull('undoneAt')
  return { customer, running, payment, others: others.length }
}

/** What a refund would leave of the package, or null when nothing runs. In the tenant's scope. */
export async function refundLeaves(
  { running, payment }: RefundedPackage,
  effect: RefundEffect,
  refundedMinor: number,
  { now, zone }: { now: DateTime; zone: string }
): Promise<TakeBack | null> {
  if (!running || !payment) return null
  const part = { refundedMinor, paidMinor: payment.amountMinor }
  return takeBack(effect, running, await boughtShare(payment, running, zone), part, now)
}
