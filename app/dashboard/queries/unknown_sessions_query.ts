import { toDateTime } from '#core/clock'
import { containing } from '#core/like_pattern'
import { octets } from '#core/octets'
import type { Tenancy } from '#tenancy/tenancy'

const SHOWN = 50
/** Of so many of the newest rows: it costs the same however much lies behind. */
const LOOKED_AT = 5000

interface Row {
  username: string
  nas: string
  router: string | null
  started: Date | null
  stopped: Date | null
  used: string
}

/**
 * The newest sessions of devices that are and were nobody's: kept as they were
 * reported, and counted to nobody (indexes devices_mac_key, hotspot_logs_mac).
 */
export async function unknownSessionsQuery(tenancy: Tenancy, q: string) {
  const result: { rows: Row[] } = await tenancy.transaction.rawQuery(UNKNOWN, {
    q: containing(q.toUpperCase()),
  })
  const rows = result.rows.map(({ username, nas, router, started, stopped, used }) => ({
    mac: username,
    router: router ?? nas,
    startedAt: toDateTime(started),
    stoppedAt: toDateTime(stopped),
    octets: octets(used),
  }))
  return { page: { currentPage: 1, lastPage: 1, total: rows.length }, rows }
}

const UNKNOWN = `
  select s.username, host(s.nasipaddress) as nas, r.name as router,
         s.acctstarttime as started, s.acctstoptime as stopped,
         coalesce(s.acctinputoctets, 0) + coalesce(s.acctoutputoctets, 0) as used
    from (select * from radacct order by radacctid desc limit ${LOOKED_AT}) s
    left join routers r on r.address = s.nasipaddress
   where upper(s.username) like :q
     and not exists (select from devices d where d.mac = s.username)
     and not exists (select from hotspot_logs l
                      where l.mac = s.username
                        and l.event in ('device_linked', 'device_replaced', 'device_removed'))
   order by s.radacctid desc limit ${SHOWN}`
