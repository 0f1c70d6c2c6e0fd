import type { I18n } from '@adonisjs/i18n'
import type { DateTime } from 'luxon'
import { methodName } from '#payments/receipts/method_name'
import Refund from '#payments/refunds/refund'
import type { RefundSource } from '#payments/refunds/refundable'
import { isUnsettled } from '#payments/refunds/unsettled'

/** Everything that was given back of a payment, or is being, oldest first. In the tenant's scope. */
export async function refundsQuery(source: RefundSource, now: DateTime, i18n: I18n) {
  const whose =
    'intentId' in source ? { intentId: source.intentId } : { refundOf: source.paymentId }
  const refunds = await Refund.query().where(whose).orderBy('id')
  return refunds.map((refund) => ({
    id: refund.id,
    state: refund.refundState,
    amountMinor: refund.amountMinor,
    currency: refund.currency,
    method: methodName(refund.method, i18n),
    byHand: refund.byHand,
    byName: refund.receivedByName,
    reason: refund.refundReason,
    effect: refund.refundEffect,
    number: refund.gatewayRefund,
    at: refund.paidAt,
    isUnsettled: isUnsettled(refund, now),
  }))
}
