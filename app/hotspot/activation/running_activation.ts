import type { DateTime } from 'luxon'
import Activation from '#hotspot/activation/activation'
import type Customer from '#hotspot/customers/customer'

/**
 * The customer's activation that really runs, or null: one that is over and
 * not yet swept does not.
 *
 * @param locked against the accounting that may be using it up
 */
export async function runningActivation(
  { activationId }: Pick<Customer, 'activationId'>,
  now: DateTime,
  { locked = false } = {}
): Promise<Activation | null> {
  if (activationId === null) return null
  const query = Activation.query().where('id', activationId)
  const activation = await (locked ? query.forUpdate() : query).first()
  return activation?.isRunning(now) ? activation : null
}
