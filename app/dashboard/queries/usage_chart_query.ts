import type { DateTime } from 'luxon'
import { octets, type Octets } from '#core/octets'
import type { MacAddress } from '#core/mac_address'
import type { Tenancy } from '#tenancy/tenancy'

const DAYS = 30
/** A session that began before the first day counts when it began no longer before than this. */
const LONGEST_SESSION_DAYS = 7

export interface UsageDay {
  /** yyyy-MM-dd in the tenant's zone */
  day: string
  download: Octets
  upload: Octets
}

/**
 * What these devices carried on each of the last 30 days of the tenant's zone
 * (index radacct_user_start). A session over midnight is shared out by the time
 * it spent on either side, since accounting keeps only its sum. Output octets
 * are those sent to the user (RFC 2866, section 5.4), who calls it download.
 */
export async function usageChartQuery(
  tenancy: Tenancy,
  macs: readonly MacAddress[],
  zone: string,
  now: DateTime
): Promise<UsageDay[]> {
  const first = now
    .setZone(zone)
    .startOf('day')
    .minus({ days: DAYS - 1 })
  const days = Array.from({ length: DAYS }, (_, index) => first.plus({ days: index }))
  const result: { rows: { day: string; download: string; upload: string }[] } =
    await tenancy.transaction.rawQuery(
      `with sessions as materialized (
         select acctstarttime as began, acctinputoctets as upload, acctoutputoctets as download,
                greatest(coalesce(acctstoptime, acctupdatetime, acctstarttime),
                         acctstarttime + interval '1 second') as ended
           from radacct where username = any(:macs::text[]) and acctstarttime >= :earliest),
       days as (
         select * from unnest(:days::text[], :begins::timestamptz[], :ends::timestamptz[])
           as day(name, begins, ends))
       select days.name as day,
              round(sum(download * share))::bigint as download, round(sum(upload * share))::bigint as upload
         from days join sessions on began < ends and ended > begins
        cross join lateral (select extract(epoch from least(ended, ends) - greatest(began, begins))
                                   / extract(epoch from ended - began)) as part(share)
        group by 1`,
      {
        macs: [...macs],
        earliest: first.minus({ days: LONGEST_SESSION_DAYS }).toJSDate(),
        days: days.map((day) => day.toFormat('yyyy-MM-dd')),
        begins: days.map((day) => day.toJSDate()),
        ends: days.map((day) => day.plus({ days: 1 }).toJSDate()),
      }
    )
  const used = new Map(result.rows.map((row) => [row.day, row]))
  return days.map((each) => {
    const day = each.toFormat('yyyy-MM-dd')
    const row = used.get(day)
    return { day, download: octets(row?.download ?? 0), upload: octets(row?.upload ?? 0) }
  })
}
