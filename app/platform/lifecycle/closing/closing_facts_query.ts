import type { DateTime } from 'luxon'
import type { Tenancy } from '#tenancy/tenancy'

/** What closing an ISP cuts off, counted now. */
export interface ClosingFacts {
  routers: number
  /** Sessions that are open. */
  online: number
  /** Customers whose package, a Trial aside, has time and data left. */
  paid: number
  /** Payments that were begun and are not settled: nobody asks about them while it is closed. */
  paying: number
}

/** Call in the tenant's scope. */
export async function closingFactsQuery(tenancy: Tenancy, now: DateTime): Promise<ClosingFacts> {
  const counted: { rows: ClosingFacts[] } = await tenancy.transaction.rawQuery(
    `select (select count(*)::int from routers) as routers,
            (select count(*)::int from radacct where acctstoptime is null) as online,
            (select count(distinct customer_id)::int from activations
              where status = 'running' and source <> 'trial' and exhausted_at is null
                and expires_at > :now) as paid,
            (select count(*)::int from payment_intents
              where state in ('created', 'pending') and expires_at > :now) as paying`,
    { now: now.toJSDate() }
  )
  const [facts] = counted.rows
  if (!facts) throw new Error('The closing facts query returned no row')
  return facts
}
