import type { MacAddress } from '#core/mac_address'
import type { Tenancy } from '#tenancy/tenancy'

/** Which of these devices have an open session (index radacct_open_user). */
export async function onlineMacsQuery(
  tenancy: Tenancy,
  macs: readonly MacAddress[]
): Promise<Set<MacAddress>> {
  if (macs.length === 0) return new Set()
  const rows: { username: MacAddress }[] = await tenancy.transaction
    .from('radacct')
    .distinct('username')
    .whereIn('username', [...macs])
    .whereNull('acctstoptime')
  return new Set(rows.map(({ username }) => username))
}
