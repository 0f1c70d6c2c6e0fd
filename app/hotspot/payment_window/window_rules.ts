import type { DateTime } from 'luxon'
import type { MacAddress } from '#core/mac_address'
import type Customer from '#hotspot/customers/customer'
import HotspotLog from '#hotspot/logs/hotspot_log'
import PaymentIntent from '#payments/intents/payment_intent'
import type { TenantSettings } from '#tenancy/settings'

/** A payment that was started longer ago is not what the customer is at. */
const FRESH_MINUTES = 30

/**
 * The payment this device is at: started on it lately, not yet decided, and with a page for
 * the browser to open. Call in the tenant's scope.
 */
export function waitingPayment(
  customerId: number,
  mac: MacAddress,
  now: DateTime
): Promise<PaymentIntent | null> {
  return PaymentIntent.query()
    .where({ customerId, mac, state: 'pending' })
    .where('created_at', '>', now.minus({ minutes: FRESH_MINUTES }).toJSDate())
    .whereNotNull('redirect_url')
    .orderBy('id', 'desc')
    .first()
}

/**
 * How many windows are left in these 24 hours, for the number and for the device, whichever
 * is fewer: neither another number on a phone nor another phone of a number gets more.
 */
export async function windowsLeft(
  customer: Pick<Customer, 'id' | 'mobile'>,
  mac: MacAddress,
  now: DateTime,
  { paymentWindowsPerDay }: TenantSettings
): Promise<number> {
  const opened = () =>
    HotspotLog.query()
      .where('event', 'payment_window')
      .where('created_at', '>', now.minus({ days: 1 }).toJSDate())
      .limit(paymentWindowsPerDay)
  const byNumber = await opened().where('customer_id', customer.id)
  const byDevice = await opened().where('mac', mac)
  return Math.max(0, paymentWindowsPerDay - Math.max(byNumber.length, byDevice.length))
}
