import { messagesQuery, type MessageFilters } from '#dashboard/messages/message_filters'
import { messageTotals } from '#dashboard/messages/message_totals'
import { orderedPage } from '#dashboard/payments/payment_rows'
import { smsGatewayDrivers } from '#messaging/gateways/registry'
import SmsMessage from '#messaging/sms_message'
import type Tenant from '#tenancy/models/tenant'

/** A page of the history, newest first, with what all of it came to. In the tenant's scope. */
export async function messagesListQuery(filters: MessageFilters, tenant: Tenant, page: number) {
  return {
    page: await orderedPage(messagesQuery(filters, tenant), 'newest', page),
    totals: await messageTotals(filters, tenant),
    providers: await providersUsed(),
  }
}

/** Whom messages have gone through so far, each by its own name. */
async function providersUsed(): Promise<{ value: string; label: string }[]> {
  const rows = await SmsMessage.query()
    .distinct('provider')
    .whereNotNull('provider')
    .orderBy('provider')
  return rows.flatMap(({ provider: value }) => {
    if (value === null) return []
    const driver = smsGatewayDrivers.find(({ name }) => name === value)
    return [{ value, label: driver?.label ?? value }]
  })
}
