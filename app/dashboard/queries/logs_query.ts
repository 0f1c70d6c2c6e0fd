import { containing } from '#core/like_pattern'
import { parseMacAddress } from '#core/mac_address'
import AutoSuspensionLog from '#hotspot/logs/auto_suspension_log'
import Customer from '#hotspot/customers/customer'
import HotspotLog from '#hotspot/logs/hotspot_log'
import Activity from '#tenancy/activity/activity'

export type LogTab = 'hotspot' | 'suspensions' | 'activity'

const PAGE = 50

/** A page of one of the logs, newest first. */
export async function logsQuery(tab: LogTab, q: string, pageNumber: number) {
  const pattern = containing(q)
  if (tab === 'suspensions') return suspensions(q ? pattern : null, pageNumber)

  if (tab === 'activity') {
    const query = Activity.query().orderBy('id', 'desc')
    if (q)
      query.where((match) =>
        match.whereILike('subject', pattern).orWhereILike('account_name', pattern)
      )
    const page = await query.paginate(pageNumber, PAGE)
    return { page, rows: page.all() }
  }

  const query = HotspotLog.query().orderBy('id', 'desc')
  const mac = parseMacAddress(q)
  if (mac) query.where('mac', mac)
  else if (q)
    query.where((match) => match.whereILike('mobile', pattern).orWhereILike('event', pattern))
  const page = await query.paginate(pageNumber, PAGE)
  return { page, rows: page.all() }
}

async function suspensions(pattern: string | null, pageNumber: number) {
  const query = AutoSuspensionLog.query().orderBy('id', 'desc')
  if (pattern)
    query.whereIn('customer_id', Customer.query().select('id').whereILike('mobile', pattern))
  const page = await query.paginate(pageNumber, PAGE)

  const customers = await Customer.findMany(page.all().map(({ customerId }) => customerId))
  const mobiles = new Map(customers.map(({ id, mobile }) => [id, mobile]))
  const rows = page.all().map((log) => ({
    mobile: mobiles.get(log.customerId) ?? '—',
    customerId: log.customerId,
    reason: log.reason,
    octetsUsed: log.octetsUsed,
    octetsLimit: log.octetsLimit,
    expiresAt: log.expiresAt,
    suspendedAt: log.suspendedAt,
  }))
  return { page, rows }
}
