import { setTimeout as sleep } from 'node:timers/promises'
import type { MacAddress } from '#core/mac_address'
import { openSessionsQuery } from '#radius/open_sessions_query'
import type { Tenancy, TenantScope } from '#tenancy/tenancy'

const PATIENCE_MS = 3000
const POLL_MS = 50

/**
 * A router reports the end of a session beside what it is told next. What was
 * used must be counted before RADIUS is asked what remains, or that much would
 * be given twice. A Stop that is lost is made good by the next session's updates.
 */
export async function stopIsCounted(
  tenancy: Tenancy,
  tenant: TenantScope,
  mac: MacAddress
): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS
  while (Date.now() < giveUpAt) {
    const open = await tenancy.run(tenant, () => openSessionsQuery(tenancy, [mac]))
    if (open.length === 0) return
    await sleep(POLL_MS)
  }
}
