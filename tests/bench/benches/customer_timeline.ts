import { DateTime } from 'luxon'
import { customerPageQuery } from '#dashboard/queries/customer_page_query'
import { customerTimelineQuery } from '#dashboard/queries/customer_timeline_query'
import Customer from '#hotspot/customers/customer'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'
import type { Bench } from '../bench.js'
import { byTurns, percentile, result, timed } from '../measure.js'
import { fillTrade } from '../stage/trade.js'
import { Tenants } from '../stage/tenants.js'

const CUSTOMERS = 100_000
const SESSIONS = 5_000_000
const LOOKS = 40
const PAIRS = 8

/** One look at a customer of a tenant, in its scope. */
type Look = (id: number, tenant: Tenant) => Promise<unknown>

/**
 * [customer-timeline] 95th percentile of the milliseconds in which "why is this customer
 * offline?" is answered, of customers picked all over a tenant with 100,000 of them and
 * 5 million accounting rows (50 each). Baseline: the same at a tenant with one customer and no
 * accounting. A second line, customer-page, is everything else of the customer's page as well.
 * Filling takes two to three minutes on two cores.
 */
export const customerTimeline: Bench = {
  name: 'customer-timeline',
  describe: 'p95 of the timeline: 5 million accounting rows against an empty tenant',

  async run(env) {
    await using tenants = await Tenants.open(env.app)
    const [full, empty] = [await tenants.add(), await tenants.add()]
    const begun = performance.now()
    await fillTrade(env.app, full, { customers: CUSTOMERS, sessions: SESSIONS })
    await fillTrade(env.app, empty, { customers: 1, sessions: 0 })
    env.note(`filled in ${((performance.now() - begun) / 1000).toFixed(0)} s`)
    const tenancy = await env.app.container.make(Tenancy)
    const now = DateTime.utc()

    const timeline = async (id: number) => {
      const customer = await Customer.query().where('id', id).preload('devices').firstOrFail()
      await customerTimelineQuery(tenancy, customer, now)
    }
    const page = (id: number, tenant: Tenant) => customerPageQuery(tenancy, tenant, id, now)

    const measure = async (name: string, look: Look) => {
      const [ours, theirs]: [number[], number[]] = [[], []]
      const looks = (tenant: Tenant, customers: number, taken: number[]) => async () => {
        for (let index = 0; index < LOOKS; index += 1) {
          const id = 1 + ((index * 7919 + taken.length * 104_729) % customers)
          taken.push(await timed(() => tenancy.run(tenant, () => look(id, tenant))))
        }
        return taken.length
      }
      await looks(full, CUSTOMERS, [])()
      await looks(empty, 1, [])()
      await byTurns(PAIRS, looks(full, CUSTOMERS, ours), looks(empty, 1, theirs))
      return result(name, 'ms', percentile(ours, 0.95), percentile(theirs, 0.95))
    }
    return [await measure('customer-timeline', timeline), await measure('customer-page', page)]
  },
}
