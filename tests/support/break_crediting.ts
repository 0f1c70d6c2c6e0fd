import { asOwner } from '#tests/support/database'
import type { Isp } from '#tests/support/isp'

/** Makes crediting impossible: the table it writes to is away. @returns how to bring it back */
export async function breakCrediting({ tenant: { schema } }: Isp): Promise<() => Promise<void>> {
  await asOwner(`alter table ${schema}.customer_payments rename to customer_payments_away`)
  return async () => {
    await asOwner(
      `alter table if exists ${schema}.customer_payments_away rename to customer_payments`
    )
  }
}
