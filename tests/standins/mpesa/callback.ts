import type { NoticeCall } from '../kit/notices.js'
import { nairobiDigits } from './nairobi_time.js'
import type { Push } from './push_book.js'
import { callbackWords } from './results.js'

/** What a test may have a callback say that is not so. */
export interface CallbackLie {
  /** As on the wire: `1.00`, `50`. */
  amount?: string
  checkoutRequestId?: string
  resultCode?: number
  receipt?: string
}

/**
 * What is posted to `CallBackURL`: unsigned, and with nothing that the merchant chose in it but
 * the amount. Of a failure it has no metadata.
 */
export function callbackOf(push: Push, lie: CallbackLie = {}): NoticeCall {
  const result = push.result ?? '1037'
  const code = lie.resultCode ?? Number(result)
  const stkCallback = {
    MerchantRequestID: push.merchantRequestId,
    CheckoutRequestID: lie.checkoutRequestId ?? push.checkoutRequestId,
    ResultCode: code,
    ResultDesc: code === 0 ? callbackWords('0') : callbackWords(result),
    ...(code === 0 ? { CallbackMetadata: { Item: metadata(push, lie) } } : {}),
  }
  const amount = lie.amount ?? (push.amountMinor / 100).toFixed(2)
  return {
    about: push.checkoutRequestId,
    method: 'POST',
    url: push.callbackUrl,
    // The amount has two decimals although it is a number, which `stringify` cannot write.
    body: JSON.stringify({ Body: { stkCallback } }).replace('"@amount"', amount),
    headers: {
      'content-type': 'application/json;charset=UTF-8',
      'businessshortcode': push.merchant.shortcode,
    },
  }
}

function metadata(push: Push, lie: CallbackLie) {
  return [
    { Name: 'Amount', Value: '@amount' },
    { Name: 'MpesaReceiptNumber', Value: lie.receipt ?? push.receipt ?? 'UNKNOWN000' },
    { Name: 'Balance' },
    { Name: 'TransactionDate', Value: Number(nairobiDigits(push.endedAt ?? push.createdAt)) },
    { Name: 'PhoneNumber', Value: Number(push.msisdn) },
  ]
}
