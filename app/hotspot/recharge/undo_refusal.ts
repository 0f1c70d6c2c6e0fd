import { DateTime } from 'luxon'
import Activation from '#hotspot/activation/activation'
import type Customer from '#hotspot/customers/customer'
import { readBefore } from '#hotspot/recharge/before_recharge'
import type { UndoRefusal } from '#hotspot/recharge/errors'
import CustomerPayment from '#payments/customer_payment'
import Refund from '#payments/refunds/refund'

/** Why a payment cannot be undone, or null when it can. Call in the tenant's scope. */
export async function undoRefusal(
  payment: CustomerPayment,
  customer: Customer,
  now: DateTime,
  zone: string
): Promise<UndoRefusal | null> {
  if (payment.undoneAt) return 'already_undone'
  const refund = await Refund.query()
    .where('refundOf', payment.id)
    .whereNot('refundState', 'not_made')
    .first()
  if (refund) return 'refunded'
  if (payment.method !== 'cash' || !payment.previous) return 'not_cash'
  if (!now.setZone(zone).hasSame(payment.paidAt.setZone(zone), 'day')) return 'another_day'
  return (await isBuiltUpon(payment, customer)) ? 'built_upon' : null
}

/** Something was bought after it, or its activation is not as it left it. */
async function isBuiltUpon(payment: CustomerPayment, customer: Customer): Promise<boolean> {
  if (payment.activationId === null || customer.activationId !== payment.activationId) return true

  const later = await CustomerPayment.query()
    .where('customer_id', customer.id)
    .where('id', '>', payment.id)
    .whereNull('undone_at')
    .first()
  if (later) return true

  const activation = await Activation.findOrFail(payment.activationId)
  const { made } = await readBefore(payment.previous)
  return (
    activation.expiresAt.toMillis() !== DateTime.fromISO(made.expiresAt).toMillis() ||
    (activation.octetsLimit?.toString() ?? null) !== made.octetsLimit
  )
}
