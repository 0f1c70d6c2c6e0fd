import { runningActivation } from '#hotspot/activation/running_activation'
import type { DateTime } from 'luxon'
import type Customer from '#hotspot/customers/customer'
import type Device from '#hotspot/customers/device'
import { waitingPayment, windowsLeft } from '#hotspot/payment_window/window_rules'
import { windowUntil } from '#hotspot/payment_window/window_until'
import { tenantSettings } from '#tenancy/settings'
import type { Tenancy } from '#tenancy/tenancy'

export interface WindowOffer {
  minutes: number
  left: number
  open: boolean
}

/** What the portal may offer this device now: only while a payment waits and no package runs. */
export async function windowOffer(
  tenancy: Tenancy,
  customer: Customer,
  device: Device,
  now: DateTime
): Promise<WindowOffer | null> {
  const settings = tenantSettings(tenancy.tenant)
  if (!settings.paymentWindow || customer.status === 'blocked') return null
  if (await runningActivation(customer, now)) return null
  if (!(await waitingPayment(customer.id, device.mac, now))) return null

  const open = (await windowUntil(tenancy, device.id, now)) !== null
  const left = await windowsLeft(customer, device.mac, now, settings)
  return open || left > 0 ? { minutes: settings.paymentWindowMinutes, left, open } : null
}
