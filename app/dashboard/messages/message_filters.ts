import { containing } from '#core/like_pattern'
import { parseMobileNumber } from '#core/mobile_number'
import { paymentFilters, text, type PaymentFilters } from '#dashboard/payments/payment_filters'
import { within } from '#dashboard/payments/payment_rows'
import SmsMessage, { type SmsStatus } from '#messaging/sms_message'
import type { SmsEvent } from '#messaging/templates'
import { isSmsEvent } from '#messaging/texts/occasions'
import type Tenant from '#tenancy/models/tenant'
import { readRowId } from '#tenancy/http/row_id'

export const SMS_STATUSES: readonly SmsStatus[] = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'failed',
  'unknown',
]

export interface MessageFilters extends Pick<PaymentFilters, 'q' | 'from' | 'to'> {
  status: SmsStatus | null
  event: SmsEvent | null
  provider: string
  /** Only this customer's; null is everybody's. */
  customerId: number | null
}

export function messageFilters(query: Record<string, unknown>): MessageFilters {
  const { q, from, to } = paymentFilters(query)
  const customer = text(query.customer)
  return {
    q,
    from,
    to,
    status: SMS_STATUSES.find((known) => known === query.status) ?? null,
    event: isSmsEvent(query.event) ? query.event : null,
    provider: text(query.provider).slice(0, 40),
    customerId: readRowId(customer),
  }
}

/** The messages that were asked for, in no order yet. In the tenant's scope. */
export function messagesQuery(filters: MessageFilters, { timezone, country }: Tenant) {
  const { q, status, event, provider, customerId } = filters
  const query = SmsMessage.query()
  if (status) query.where('status', status)
  if (event) query.where('event', event)
  if (provider) query.where('provider', provider)
  if (customerId !== null) query.where('customer_id', customerId)
  within(query, 'created_at', filters, timezone)
  if (q) {
    const whole = parseMobileNumber(q, country)
    if (whole) query.where('mobile', whole)
    else query.whereLike('mobile', containing(q))
  }
  return query
}
