import { dhakaTime } from '../kit/dhaka_time.js'
import { formatTaka, type AmountStyle } from '../kit/taka.js'
import { MESSAGES } from './codes.js'
import type { Order } from './order_book.js'

/** How verification writes what clients have met in several spellings. */
export interface VerificationStyle {
  amounts: AmountStyle
  spCode: 'string' | 'number'
}

/** What `secret-pay` answers; the amount comes back as a number. */
export function createdView(order: Order, origin: string) {
  const query = new URLSearchParams({ token: order.pageToken, order_id: order.spOrderId })
  return {
    checkout_url: `${origin}/spaycheckout/?${query.toString()}`,
    amount: order.amountPoisha / 100,
    currency: order.currency,
    sp_order_id: order.spOrderId,
    customer_order_id: order.customerOrderId,
    customer_name: order.customer.name,
    customer_address: order.customer.address,
    customer_city: order.customer.city,
    customer_phone: order.customer.phone,
    customer_email: order.customer.email === '' ? null : order.customer.email,
    client_ip: order.clientIp,
    intent: 'sale',
    transactionStatus: 'Initiated',
  }
}

/** The record of `verification` and `payment-status`, with shurjoPay's own spellings. */
export function recordView(order: Order, style: VerificationStyle) {
  const amount = formatTaka(order.amountPoisha, style.amounts)
  const paid = order.code === '1000'
  const message = MESSAGES[order.code]
  const nothing = formatTaka(0, style.amounts)
  return {
    id: order.id,
    order_id: order.spOrderId,
    currency: order.currency,
    amount,
    payable_amount: amount,
    discount_amount: nothing,
    disc_percent: 0,
    // What the bank took, its fee included: not what was asked for.
    recived_amount: paid ? formatTaka(order.amountPoisha + 100, style.amounts) : nothing,
    usd_amt: nothing,
    usd_rate: 0,
    card_holder_name: null,
    card_number: null,
    phone_no: paid ? order.customer.phone : null,
    bank_trx_id: order.bankTrxId ?? '0',
    invoice_no: order.spOrderId,
    bank_status: paid ? 'Success' : message,
    customer_order_id: order.customerOrderId,
    sp_code: style.spCode === 'number' ? Number(order.code) : order.code,
    sp_massage: message,
    sp_message: message,
    name: order.customer.name,
    email: order.customer.email,
    address: order.customer.address,
    city: order.customer.city,
    value1: order.values[0],
    value2: order.values[1],
    value3: order.values[2],
    value4: order.values[3],
    transaction_status: paid ? 'Completed' : order.code === '1002' ? 'Cancelled' : null,
    method: order.method ?? null,
    date_time: dhakaTime(order.endedAt ?? order.createdAt),
  }
}
