import type { Checkout } from './checkout_desk.js'
import type { Payment } from './payment_book.js'
import { sign } from './signatures.js'
import { FAILURE } from './views.js'

/** How Razorpay sends the browser back to the shop. */
export interface WayBack {
  method: 'GET' | 'POST'
  url: string
  form: Record<string, string>
}

/** A paid order: three fields, signed with the key's secret. */
export function paidBack({ callbackUrl, order }: Checkout, payment: Payment): WayBack {
  return {
    method: 'POST',
    url: callbackUrl,
    form: {
      razorpay_payment_id: payment.id,
      razorpay_order_id: order.id,
      razorpay_signature: sign(`${order.id}|${payment.id}`, order.merchant.keySecret),
    },
  }
}

export function failedBack({ callbackUrl, order }: Checkout, payment?: Payment): WayBack {
  const metadata = { ...(payment ? { payment_id: payment.id } : {}), order_id: order.id }
  return {
    method: 'POST',
    url: callbackUrl,
    form: {
      'error[code]': FAILURE.error_code,
      'error[description]': payment
        ? FAILURE.error_description
        : 'Payment processing cancelled by user',
      'error[source]': payment ? FAILURE.error_source : 'customer',
      'error[step]': payment ? FAILURE.error_step : 'payment_authentication',
      'error[reason]': payment ? FAILURE.error_reason : 'payment_cancelled',
      'error[metadata]': JSON.stringify(metadata),
    },
  }
}

/** Without an address for it a cancellation comes back as a failure. */
export function cancelledBack(checkout: Checkout): WayBack {
  if (checkout.cancelUrl === undefined) return failedBack(checkout)
  return { method: 'GET', url: checkout.cancelUrl, form: {} }
}
