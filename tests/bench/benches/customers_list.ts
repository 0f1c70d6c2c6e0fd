import { customerFilters, placeIn } from '#dashboard/customers/customer_filters'
import { customersListQuery } from '#dashboard/queries/customers_list_query'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'
import type { Bench } from '../bench.js'
import { byTurns, percentile, result, timed } from '../measure.js'
import { fillTrade } from '../stage/trade.js'
import { Tenants } from '../stage/tenants.js'

const CUSTOMERS = 100_000
const PAIRS = 20

/** What people look for: the list and its order, pages deep down, filters, every kind of search. */
const LOOKS = [
  '',
  'after=50000',
  'status=suspended',
  'status=suspended&after=50000',
  'online=1',
  'package=1',
  'sort=expiry',
  'q=%2B8801700054321',
  'q=01700054321',
  'q=017000543',
  'q=4321',
  'q=person+5432',
  'q=son+54321',
  'q=4321+x',
  'q=erson',
  'q=pe',
  'q=02:BE:00:00:D4:31',
  'q=nobody+of+this+name',
].map((query) => Object.fromEntries(new URLSearchParams(query)))

/**
 * [customers-list] 95th percentile of the milliseconds the customers list takes for the looks
 * above, at 100,000 customers, 90,000 of them with a package and 500 online. Baseline: the same
 * looks at a tenant without customers. The query is measured, not the page around it, whose cost
 * would hide it.
 */
export const customersList: Bench = {
  name: 'customers-list',
  describe: 'p95 of list and search: 100,000 customers against an empty tenant',

  async run(env) {
    await using tenants = await Tenants.open(env.app)
    const [full, empty] = [await tenants.add(), await tenants.add()]
    await fillTrade(env.app, full, { customers: CUSTOMERS, sessions: 20_000 })
    const tenancy = await env.app.container.make(Tenancy)

    const slowest = new Map<string, number>()
    const looks = (tenant: Tenant, taken: number[], note: boolean) => async () => {
      for (const query of LOOKS) {
        const millis = await timed(() =>
          tenancy.run(tenant, () =>
            customersListQuery(tenancy, customerFilters(query), tenant.country, placeIn(query))
          )
        )
        taken.push(millis)
        const name = new URLSearchParams(query).toString()
        if (note) slowest.set(name, Math.max(millis, slowest.get(name) ?? 0))
      }
      return taken.length
    }
    await looks(full, [], false)()
    await looks(empty, [], false)()
    const [ours, theirs]: [number[], number[]] = [[], []]
    await byTurns(PAIRS, looks(full, ours, true), looks(empty, theirs, false))

    const [worst] = [...slowest].toSorted((one, other) => other[1] - one[1])
    env.note(`slowest look: "${worst?.[0]}", ${worst?.[1].toFixed(1)} ms`)
    return [result('customers-list', 'ms', percentile(ours, 0.95), percentile(theirs, 0.95))]
  },
}
