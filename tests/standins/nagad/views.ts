import { dhakaDigits, dhakaTime } from '../kit/dhaka_time.js'
import { formatTaka, type AmountStyle } from '../kit/taka.js'
import type { Payment, Refund } from './payment_book.js'
import { refundable } from './refund_desk.js'

/** The sealed part of what `initialize` answers. */
export function initiatedView(payment: Payment) {
  return {
    paymentReferenceId: payment.paymentRefId,
    challenge: payment.challenge,
    acceptDateTime: dhakaDigits(payment.initiatedAt),
  }
}

export function payPageAddress(payment: Payment, origin: string): string {
  return `${origin}/check-out/${encodeURIComponent(payment.paymentRefId)}`
}

/** What `verify` tells anybody who knows the reference. */
export function verifiedView(payment: Payment, style: AmountStyle) {
  const last = payment.refunds.at(-1)
  const { order, wallet, paidAt } = payment
  return {
    merchantId: payment.merchant.merchantId,
    orderId: payment.orderId,
    paymentRefId: payment.paymentRefId,
    amount: order === undefined ? null : formatTaka(order.amountPoisha, style),
    clientMobileNo: wallet === undefined ? null : masked(wallet),
    merchantMobileNo: payment.merchant.accountNumber,
    orderDateTime: `${dhakaTime(payment.initiatedAt)}.0`,
    issuerPaymentDateTime: paidAt === undefined ? null : `${dhakaTime(paidAt)}.0`,
    issuerPaymentRefNo: payment.issuerRef ?? null,
    additionalMerchantInfo: order?.additionalInfo ?? null,
    status: statusOf(payment),
    statusCode: payment.status === 'Success' ? '000' : null,
    cancelIssuerDateTime: last === undefined ? null : `${dhakaTime(last.at)}.0`,
    cancelIssuerRefNo: last?.cancelTrxId ?? null,
  }
}

/** The sealed part of what a refund answers. */
export function refundView(payment: Payment, refund: Refund) {
  return {
    status: statusOf(payment),
    code: '000',
    originalAmount: formatTaka(payment.order?.amountPoisha ?? 0),
    cancelAmount: formatTaka(refund.amountPoisha),
    cancelTrxId: refund.cancelTrxId,
  }
}

/** Where the browser goes, with what Nagad adds to the merchant's own parameters. */
export function callbackAddress(payment: Payment): string {
  const url = new URL(payment.order?.callbackUrl ?? '')
  const set = (name: string, value: string) => url.searchParams.set(name, value)
  set('merchant', payment.merchant.merchantId)
  set('order_id', payment.orderId)
  set('payment_ref_id', payment.paymentRefId)
  set('status', payment.status)
  if (payment.paidAt === undefined) {
    set('status_code', payment.status === 'Aborted' ? '11_0013_011' : '20_0000_000')
    set('message', payment.status === 'Aborted' ? 'Payment Aborted' : 'Payment Failed')
  } else {
    set('status_code', '00_0000_000')
    set('message', 'Successful Transaction')
    set('payment_dt', dhakaDigits(payment.paidAt))
    set('issuer_payment_ref', payment.issuerRef ?? '')
  }
  return url.toString()
}

function statusOf(payment: Payment): string {
  if (payment.refunds.length === 0) return payment.status
  return refundable(payment) === 0 ? 'Cancelled' : 'PartialCancelled'
}

function masked(wallet: string): string {
  return `${wallet.slice(0, 3)}****${wallet.slice(-4)}`
}
