import { fact, type Fact } from '#dashboard/customers/fact'
import type { TimelineScope } from '#dashboard/queries/customer_timeline_query'
import type Customer from '#hotspot/customers/customer'
import HotspotLog from '#hotspot/logs/hotspot_log'
import type { Tenancy } from '#tenancy/tenancy'

const EACH = 40
/** Phones make up MACs: of those that are gone the last ones say enough. */
const FORMER = 10
const LINKS = 12

/** From when to when a device was the customer's; null is not known, or not over. */
export interface DeviceSpan {
  mac: string
  former: boolean
  from: Date | null
  until: Date | null
}

interface Link {
  mac: string
  customer_id: string
  created_at: Date
}

/**
 * The devices that are the customer's, and those that were and have been
 * replaced, as hotspot_logs knows them: what a MAC does is the customer's from
 * the day it was linked until somebody else links it (indexes
 * hotspot_logs_devices and hotspot_logs_links).
 */
export async function deviceSpansQuery(
  { transaction }: Tenancy,
  customer: Customer
): Promise<DeviceSpan[]> {
  const logged: { rows: { mac: string }[] } = await transaction.rawQuery(
    `select mac from (
       select mac, id from hotspot_logs
        where customer_id = ? and event in ('device_linked', 'device_replaced', 'device_removed') and mac is not null
        order by id desc limit ${EACH}) as logged
      group by mac order by max(id) desc`,
    [customer.id]
  )
  const current = customer.devices.map(({ mac }) => mac as string)
  const former = logged.rows.map(({ mac }) => mac).filter((mac) => !current.includes(mac))
  const macs = [...current, ...former.slice(0, FORMER)]
  if (macs.length === 0) return []

  const linked: { rows: Link[] } = await transaction.rawQuery(
    `select found.* from unnest(?::text[]) as device(mac) cross join lateral (
       select mac, customer_id, created_at from hotspot_logs
        where mac = device.mac and event = 'device_linked' order by id desc limit ${LINKS}) found
      order by created_at`,
    [macs]
  )
  return macs.flatMap((mac) =>
    spans(
      linked.rows.filter((link) => link.mac === mac),
      customer.id
    ).map((span) => ({ mac, former: !current.includes(mac), ...span }))
  )
}

/** @param links of one MAC, the oldest first */
function spans(links: Link[], customerId: number): Pick<DeviceSpan, 'from' | 'until'>[] {
  const isOwn = (link: Link) => Number(link.customer_id) === customerId
  if (!links.some(isOwn)) return [{ from: null, until: links[0]?.created_at ?? null }]

  return links.flatMap((link, index) => {
    const before = links[index - 1]
    if (!isOwn(link) || (before && isOwn(before))) return []
    const next = links.slice(index).find((later) => !isOwn(later))
    return { from: link.created_at, until: next?.created_at ?? null }
  })
}

/** When devices came and went, by the log, and by the device itself where the log does not know. */
export async function deviceFacts({ customer, routerOf }: TimelineScope): Promise<Fact[]> {
  const logs = await HotspotLog.query()
    .where('customer_id', customer.id)
    .whereRaw(`event in ('device_linked', 'device_replaced', 'device_removed') and mac is not null`)
    .orderBy('id', 'desc')
    .limit(EACH)
  const known = new Set(logs.flatMap(({ event, mac }) => (event === 'device_linked' ? mac : [])))
  return [
    ...logs.map(({ createdAt, event, mac, routerId, detail }) =>
      fact(createdAt, 'event', {
        name: event,
        mac,
        router: routerId === null ? null : (routerOf.get(routerId) ?? null),
        about: typeof detail.taken_by === 'string' ? detail.taken_by : null,
      })
    ),
    ...customer.devices
      .filter(({ mac }) => !known.has(mac))
      .map(({ linkedAt, mac }) => fact(linkedAt, 'event', { name: 'device_linked', mac })),
  ]
}
