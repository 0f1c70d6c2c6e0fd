import { toDateTime } from '#core/clock'
import type { MacAddress } from '#core/mac_address'
import { octets } from '#core/octets'
import type { Tenancy } from '#tenancy/tenancy'

interface Row {
  username: string
  acctstarttime: Date | null
  acctstoptime: Date | null
  acctsessiontime: string | null
  acctinputoctets: string | null
  acctoutputoctets: string | null
  acctterminatecause: string | null
  nas: string
  ip: string | null
}

/** The newest accounting rows of these devices (index radacct_user_start). */
export async function sessionsQuery(tenancy: Tenancy, macs: readonly MacAddress[], limit: number) {
  if (macs.length === 0) return []
  const rows: Row[] = await tenancy.transaction
    .from('radacct')
    .select('username', 'acctstarttime', 'acctstoptime', 'acctsessiontime')
    .select('acctinputoctets', 'acctoutputoctets', 'acctterminatecause')
    .select(tenancy.transaction.raw('host(nasipaddress) as nas, host(framedipaddress) as ip'))
    .whereIn('username', [...macs])
    .orderBy('acctstarttime', 'desc')
    .limit(limit)

  return rows.map((row) => ({
    mac: row.username,
    startedAt: toDateTime(row.acctstarttime),
    stoppedAt: toDateTime(row.acctstoptime),
    seconds: Number(row.acctsessiontime ?? 0),
    octetsIn: octets(row.acctinputoctets ?? 0),
    octetsOut: octets(row.acctoutputoctets ?? 0),
    terminateCause: row.acctterminatecause,
    router: row.nas,
    ip: row.ip,
  }))
}
