import { bkashTime } from './bkash_time.js'
import { mark } from './ids.js'
import { formatAmount } from './money.js'
import type { Payment, Refund } from './payment.js'
import { refundable } from './refund_desk.js'
import type { Visit } from './visit.js'
import { callbackAddress } from './visits.js'

export const SUCCESSFUL = { statusCode: '0000', statusMessage: 'Successful' }

/** What bKash answers to `create`. */
export function createdView(payment: Payment, origin: string) {
  return {
    ...SUCCESSFUL,
    paymentID: payment.paymentId,
    ...byAgreement(payment),
    bkashURL: payPageAddress(payment, payment.mode, origin),
    callbackURL: payment.callbackUrl,
    successCallbackURL: callbackAddress(payment, 'success'),
    failureCallbackURL: callbackAddress(payment, 'failure'),
    cancelledCallbackURL: callbackAddress(payment, 'cancel'),
    amount: payment.amount,
    intent: 'sale',
    currency: 'BDT',
    paymentCreateTime: bkashTime(payment.createdAt),
    transactionStatus: 'Initiated',
    merchantInvoiceNumber: payment.invoice,
  }
}

/** What bKash answers to the one `execute` that captured. */
export function executedView(payment: Payment) {
  return {
    ...SUCCESSFUL,
    paymentID: payment.paymentId,
    ...byAgreement(payment),
    payerReference: payment.payerReference,
    customerMsisdn: payment.wallet,
    trxID: payment.trxId,
    amount: payment.amount,
    transactionStatus: 'Completed',
    paymentExecuteTime: bkashTime(payment.executedAt ?? 0),
    currency: 'BDT',
    intent: 'sale',
    merchantInvoiceNumber: payment.invoice,
  }
}

/**
 * What bKash answers to a query. It knows `Initiated` and `Completed` only: cancelled, failed and
 * refused payments stay `Initiated`. The invoice number goes by another name here.
 */
export function queriedView(payment: Payment) {
  const verification = ['initiated', 'cancelled', 'failed'].includes(payment.state)
    ? 'Incomplete'
    : 'Complete'
  const executed = payment.executedAt !== undefined
  return {
    paymentID: payment.paymentId,
    mode: payment.mode,
    ...byAgreement(payment),
    paymentCreateTime: bkashTime(payment.createdAt),
    ...(executed ? { paymentExecuteTime: bkashTime(payment.executedAt ?? 0) } : {}),
    amount: payment.amount,
    currency: 'BDT',
    intent: 'sale',
    merchantInvoice: payment.invoice,
    ...(executed ? { trxID: payment.trxId, customerMsisdn: payment.wallet } : {}),
    transactionStatus: executed ? 'Completed' : 'Initiated',
    verificationStatus: verification,
    userVerificationStatus: verification,
    ...SUCCESSFUL,
    payerReference: payment.payerReference,
  }
}

export function transactionView(payment: Payment) {
  return {
    trxID: payment.trxId,
    initiationTime: bkashTime(payment.executedAt ?? 0),
    completedTime: bkashTime(payment.executedAt ?? 0),
    transactionType: 'bKash Tokenized Checkout via API',
    customerMsisdn: payment.wallet,
    transactionStatus: 'Completed',
    amount: payment.amount,
    currency: 'BDT',
    organizationShortCode: payment.merchant.shortCode,
    ...SUCCESSFUL,
  }
}

export function refundViewV1(payment: Payment, refund: Refund) {
  return {
    ...SUCCESSFUL,
    originalTrxID: payment.trxId,
    refundTrxID: refund.refundTrxId,
    transactionStatus: 'Completed',
    amount: refund.amount,
    currency: 'BDT',
    charge: '0.00',
    completedTime: bkashTime(refund.completedAt),
  }
}

export function refundViewV2(payment: Payment, refund: Refund) {
  return {
    originalTrxId: payment.trxId,
    refundTrxId: refund.refundTrxId,
    refundTransactionStatus: 'Completed',
    originalTrxAmount: payment.amount,
    refundAmount: refund.amount,
    currency: 'BDT',
    completedTime: bkashTime(refund.completedAt),
    sku: refund.sku,
    reason: refund.reason,
  }
}

export function refundStatusViewV2(payment: Payment) {
  return {
    originalTrxId: payment.trxId,
    originalTrxAmount: payment.amount,
    originalTrxCompletedTime: bkashTime(payment.executedAt ?? 0),
    maxRefundableAmount: formatAmount(refundable(payment)),
    refundTransactions: payment.refunds.map((refund) => ({
      refundTrxId: refund.refundTrxId,
      refundTransactionStatus: 'Completed',
      refundAmount: refund.amount,
      completedTime: bkashTime(refund.completedAt),
    })),
  }
}

export function pageHash(visit: Visit): string {
  return mark(visit.merchant.appSecret, visit.paymentId, 'page')
}

function byAgreement({ agreement }: Payment) {
  return agreement ? { agreementID: agreement.agreementId } : {}
}

export function payPageAddress(visit: Visit, mode: string, origin: string): string {
  const query = new URLSearchParams({
    paymentID: visit.paymentId,
    hash: pageHash(visit),
    mode,
    apiVersion: 'v1.2.0-beta',
  })
  return `${origin}/redirect/tokenized/?${query.toString()}`
}
