import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { LimitReached } from '#tenancy/plans/errors'
import type { LimitName } from '#tenancy/plans/plans'
import { limitsOf, type PlanHolder } from '#tenancy/plans/tenant_limits'

/**
 * Is there room for so many more? Call it in the transaction that adds them, before it does: until
 * that transaction ends, nobody else of the tenant's is told there is room under this limit.
 *
 * @param used counts what there is, in the same transaction; it runs under the lock
 * @throws LimitReached
 */
export async function requireRoom(
  trx: TransactionClientContract,
  tenant: PlanHolder,
  limit: LimitName,
  used: () => Promise<number>,
  adding = 1
): Promise<void> {
  const allowed = limitsOf(tenant)[limit]
  if (allowed === null) return

  await trx.rawQuery('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
    `limit:${tenant.id}:${limit}`,
  ])
  if ((await used()) + adding > allowed) throw new LimitReached(tenant.plan, limit, allowed)
}
