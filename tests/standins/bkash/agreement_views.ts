import type { Agreement } from './agreement_book.js'
import { bkashTime } from './bkash_time.js'
import { callbackAddress } from './visits.js'
import { payPageAddress, SUCCESSFUL } from './views.js'

/** What bKash answers to `create` with mode 0000. */
export function agreementCreatedView(agreement: Agreement, origin: string) {
  return {
    ...SUCCESSFUL,
    paymentID: agreement.paymentId,
    bkashURL: payPageAddress(agreement, '0000', origin),
    callbackURL: agreement.callbackUrl,
    successCallbackURL: callbackAddress(agreement, 'success'),
    failureCallbackURL: callbackAddress(agreement, 'failure'),
    cancelledCallbackURL: callbackAddress(agreement, 'cancel'),
    payerReference: agreement.payerReference,
    agreementStatus: 'Initiated',
    agreementCreateTime: bkashTime(agreement.createdAt),
  }
}

/** What bKash answers to the one `execute` that made the agreement. */
export function agreementExecutedView(agreement: Agreement) {
  return {
    ...SUCCESSFUL,
    ...who(agreement),
    customerMsisdn: agreement.wallet,
    agreementExecuteTime: bkashTime(agreement.executedAt ?? 0),
    agreementStatus: 'Completed',
  }
}

export function agreementView(agreement: Agreement) {
  const { voidedAt } = agreement
  return {
    ...agreementExecutedView(agreement),
    agreementCreateTime: bkashTime(agreement.createdAt),
    ...(voidedAt === undefined ? {} : voided(voidedAt)),
  }
}

export function agreementCancelledView(agreement: Agreement) {
  return { ...SUCCESSFUL, ...who(agreement), ...voided(agreement.voidedAt ?? 0) }
}

function who({ paymentId, agreementId, payerReference }: Agreement) {
  return { paymentID: paymentId, agreementID: agreementId, payerReference }
}

function voided(epochMs: number) {
  return { agreementVoidTime: bkashTime(epochMs), agreementStatus: 'Cancelled' }
}
