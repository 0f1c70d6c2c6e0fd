import type { Order } from './order_book.js'
import type { Payment } from './payment_book.js'
import type { Refund } from './refund_desk.js'

/** An order as Razorpay shows it (api/orders/entity). */
export function orderView(order: Order) {
  return {
    id: order.id,
    entity: 'order',
    amount: order.amountMinor,
    amount_paid: order.paidMinor,
    amount_due: order.amountMinor - order.paidMinor,
    currency: order.currency,
    receipt: order.receipt,
    offer_id: null,
    status: order.status,
    attempts: order.attempts,
    notes: notes(order.notes),
    created_at: seconds(order.createdAt),
  }
}

/** A payment as Razorpay shows it (api/payments/entity). */
export function paymentView(payment: Payment) {
  const { method, order } = payment
  const captured = payment.status === 'captured' || payment.refundedMinor > 0
  const fee = captured ? Math.max(1, Math.floor((payment.amountMinor * 236) / 10_000)) : null
  return {
    id: payment.id,
    entity: 'payment',
    amount: payment.amountMinor,
    currency: order.currency,
    status: payment.status,
    order_id: order.id,
    invoice_id: null,
    international: false,
    method,
    amount_refunded: payment.refundedMinor,
    refund_status: refundStatus(payment),
    captured,
    description: null,
    card_id: method === 'card' ? `card_${payment.id.slice(4)}` : null,
    bank: method === 'netbanking' ? 'HDFC' : null,
    wallet: null,
    vpa: method === 'upi' ? 'customer@upi' : null,
    email: payment.email,
    contact: payment.contact,
    notes: notes(order.notes),
    fee,
    tax: fee === null ? null : Math.floor((fee * 18) / 118),
    ...(payment.status === 'failed' ? FAILURE : NO_FAILURE),
    acquirer_data: { rrn: '322398320067' },
    created_at: seconds(payment.createdAt),
  }
}

export function refundView(refund: Refund) {
  return {
    id: refund.id,
    entity: 'refund',
    amount: refund.amountMinor,
    currency: refund.payment.order.currency,
    payment_id: refund.payment.id,
    notes: notes(refund.notes),
    receipt: refund.receipt,
    acquirer_data: { arn: null },
    created_at: seconds(refund.createdAt),
    batch_id: null,
    status: refund.status,
    speed_processed: 'normal',
    speed_requested: refund.speed,
  }
}

export function collection(items: unknown[]) {
  return { entity: 'collection', count: items.length, items }
}

/** Why every failed payment fails here. */
export const FAILURE = {
  error_code: 'BAD_REQUEST_ERROR',
  error_description: 'Payment failed',
  error_source: 'bank',
  error_step: 'payment_authorization',
  error_reason: 'payment_failed',
}
const NO_FAILURE = {
  error_code: null,
  error_description: null,
  error_source: null,
  error_step: null,
  error_reason: null,
}

/** PHP's way: no notes are an empty list, some are an object. */
function notes(pairs: Record<string, string>): Record<string, string> | [] {
  return Object.keys(pairs).length === 0 ? [] : pairs
}

function refundStatus({ refundedMinor, amountMinor }: Payment): 'partial' | 'full' | null {
  if (refundedMinor === 0) return null
  return refundedMinor === amountMinor ? 'full' : 'partial'
}

function seconds(epochMs: number): number {
  return Math.floor(epochMs / 1000)
}
