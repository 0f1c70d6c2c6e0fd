import type { DateTime } from 'luxon'
import type { Tenancy } from '#tenancy/tenancy'

/** Five interim updates of two minutes missed: the router is gone, or its Stop was lost. */
const SILENT_MINUTES = 10

/**
 * Closes sessions whose router has fallen silent, at the time they were last
 * heard of, so that nobody is shown online for ever. A router that comes back
 * goes on counting: late packets are taken (radius_late in 0005). Call in the
 * tenant's scope; index radacct_bulk_close holds the open ones only.
 *
 * @returns how many are still open
 */
export async function closeStaleSessions(tenancy: Tenancy, now: DateTime): Promise<number> {
  const silentSince = now.minus({ minutes: SILENT_MINUTES }).toJSDate()
  const result: { rows: { open: string }[] } = await tenancy.transaction.rawQuery(
    `with closed as (
       update radacct set acctstoptime = coalesce(acctupdatetime, acctstarttime),
                          acctterminatecause = 'Lost-Service'
        where acctstoptime is null and coalesce(acctupdatetime, acctstarttime) < ?
       returning radacctid)
     select (select count(*) from radacct where acctstoptime is null)
            - (select count(*) from closed) as open`,
    [silentSince]
  )
  return Number(result.rows[0]?.open ?? 0)
}
