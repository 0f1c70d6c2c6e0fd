import { type DateTime } from 'luxon'
import type { Fact } from '#dashboard/customers/fact'
import {
  deviceFacts,
  deviceSpansQuery,
  type DeviceSpan,
} from '#dashboard/queries/customer_timeline_devices_query'
import {
  activityFacts,
  eventFacts,
  messageFacts,
  paymentFacts,
  receivedFacts,
  suspensionFacts,
} from '#dashboard/queries/customer_timeline_trade_query'
import {
  commandFacts,
  radiusFacts,
  sessionFacts,
} from '#dashboard/queries/customer_timeline_network_query'
import type Customer from '#hotspot/customers/customer'
import Router from '#routers/router'
import type { Tenancy } from '#tenancy/tenancy'

const DAYS = 14
const MOST = 150

/** What each source is asked for, and the names of routers by address and by id. */
export interface TimelineScope {
  tenancy: Tenancy
  customer: Customer
  devices: DeviceSpan[]
  since: Date
  now: Date
  routerAt: Map<string, string>
  routerOf: Map<number, string>
}

/**
 * What happened to a customer and to the devices that are or were theirs in the
 * last 14 days, newest first, at most 150 things. Every source is read from the
 * newest end of an index and capped, so that its cost does not grow with what
 * lies behind; see each for the index. An open session is there however long
 * ago it began.
 */
export async function customerTimelineQuery(
  tenancy: Tenancy,
  customer: Customer,
  now: DateTime
): Promise<Fact[]> {
  const routers = await Router.query().select('id', 'name', 'address')
  const since = now.minus({ days: DAYS })
  const scope: TimelineScope = {
    tenancy,
    customer,
    devices: await deviceSpansQuery(tenancy, customer),
    since: since.toJSDate(),
    now: now.toJSDate(),
    routerAt: new Map(routers.map(({ address, name }) => [address, name])),
    routerOf: new Map(routers.map(({ id, name }) => [id, name])),
  }

  const facts: Fact[] = []
  for (const source of SOURCES) facts.push(...(await source(scope)))
  return facts
    .filter(({ kind, at }) => kind === 'online' || at >= since)
    .toSorted((one, other) => other.at.toMillis() - one.at.toMillis())
    .slice(0, MOST)
}

const SOURCES: ((scope: TimelineScope) => Promise<Fact[]>)[] = [
  deviceFacts,
  radiusFacts,
  sessionFacts,
  commandFacts,
  paymentFacts,
  receivedFacts,
  eventFacts,
  suspensionFacts,
  messageFacts,
  activityFacts,
]
