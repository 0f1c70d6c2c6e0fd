import type { MobileNumber } from '#core/mobile_number'
import Customer from '#hotspot/customers/customer'

/**
 * Whose account an id or a number is now: of one that was merged, the customer
 * it was merged into. Locked, so that it stays so for the transaction. The row
 * a merge left behind is not locked, for a merge locks both and we would wait
 * for each other.
 */
export async function accountOf(
  whom: { id: number } | { mobile: MobileNumber }
): Promise<Customer> {
  const named = await Customer.query().where(whom).firstOrFail()
  const account = await Customer.query()
    .where('id', named.mergedInto ?? named.id)
    .forUpdate()
    .firstOrFail()
  return account.mergedInto === null ? account : accountOf({ id: account.mergedInto })
}
