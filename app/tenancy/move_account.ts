import type { ProviderAccount } from '#tenancy/provider_account'

export type Direction = 'up' | 'down'

/**
 * Moves an account one place among the others of its kind; the first and the last stay. Call in
 * the tenant's scope.
 *
 * @param accounts all of the kind, in their order, locked
 * @returns whether anything moved
 */
export async function moveAccount(
  accounts: readonly ProviderAccount[],
  provider: string,
  direction: Direction
): Promise<boolean> {
  const order = [...accounts]
  const from = order.findIndex((account) => account.provider === provider)
  const to = from + (direction === 'up' ? -1 : 1)
  const [moved, passed] = [order[from], order[to]]
  if (!moved || !passed) return false

  order[to] = moved
  order[from] = passed
  for (const [position, account] of order.entries()) await account.merge({ position }).save()
  return true
}
