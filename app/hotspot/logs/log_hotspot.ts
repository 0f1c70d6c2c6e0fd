import type Customer from '#hotspot/customers/customer'
import HotspotLog, { type HotspotEvent } from '#hotspot/logs/hotspot_log'

/** Keeps what happened to a customer, in the transaction in which it happened. @returns what is kept */
export async function logHotspot(
  customer: Customer,
  event: HotspotEvent,
  detail: Record<string, unknown> = {},
  mac: string | null = null,
  routerId: number | null = null
): Promise<HotspotLog> {
  return HotspotLog.create({
    customerId: customer.id,
    mobile: customer.mobile,
    mac,
    routerId,
    event,
    detail,
  })
}
