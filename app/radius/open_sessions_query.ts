import type { DateTime } from 'luxon'
import { toDateTime } from '#core/clock'
import type { MacAddress } from '#core/mac_address'
import type { Tenancy } from '#tenancy/tenancy'

/** A session the router has reported and not yet closed. */
export interface OpenSession {
  acctSessionId: string
  userName: string
  nasAddress: string
  framedIp: string | null
  startedAt: DateTime | null
}

/** Open sessions of these devices, newest first (index radacct_active_session or username). */
export async function openSessionsQuery(
  tenancy: Tenancy,
  macs: readonly MacAddress[]
): Promise<OpenSession[]> {
  if (macs.length === 0) return []
  const rows: (Omit<OpenSession, 'startedAt'> & { started: Date | null })[] =
    await tenancy.transaction
      .from('radacct')
      .select(
        'acctstarttime as started',
        'acctsessionid as acctSessionId',
        'username as userName',
        tenancy.transaction.raw('host(nasipaddress) as "nasAddress"'),
        tenancy.transaction.raw('host(framedipaddress) as "framedIp"')
      )
      .whereIn('username', [...macs])
      .whereNull('acctstoptime')
      .orderBy('radacctid', 'desc')
  return rows.map(({ started, ...session }) => ({ ...session, startedAt: toDateTime(started) }))
}
