import type { DateTime } from 'luxon'
import type { Tenancy } from '#tenancy/tenancy'

/**
 * Tells the scheduler, as part of the transaction in scope, when this tenant
 * next has something to sweep. It never moves an earlier time back.
 */
export async function markDue(tenancy: Tenancy, at: DateTime): Promise<void> {
  await tenancy.transaction.rawQuery('select platform.mark_due(?, ?::timestamptz)', [
    tenancy.tenant.schema,
    at.toJSDate(),
  ])
}
