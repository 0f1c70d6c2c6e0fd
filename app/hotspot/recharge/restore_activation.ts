import Activation from '#hotspot/activation/activation'
import type { Tenancy } from '#tenancy/tenancy'

type Row = Record<string, unknown>

/** What no purchase changes, and what goes on counting whatever is bought. */
const ITS_OWN = ['id', 'customer_id', 'octets_used', 'exhausted_at', 'created_at']

/** A suspension that has happened is not undone with a payment. */
const OF_SUSPENSION = ['status', 'suspended_at', 'suspend_reason']

/**
 * Gives an activation the terms back that it had, from its row as it was kept.
 * Data used since stays used; whether the old limit is used up is found anew,
 * and the sweep suspends what is over.
 *
 * @param keepSuspension leave its status as it is
 * @returns null when the customer has no such activation any more
 */
export async function restoreActivation(
  { transaction: trx }: Tenancy,
  customerId: number,
  kept: Row,
  keepSuspension: boolean
): Promise<Activation | null> {
  const id = Number(kept.id)
  const { rows } = await trx.rawQuery<{ rows: { row: Row }[] }>(
    'select to_jsonb(a) as row from activations a where id = ? and customer_id = ? for update',
    [id, customerId]
  )
  const present = rows[0]?.row
  if (!present) return null

  const excepted = new Set([...ITS_OWN, ...(keepSuspension ? OF_SUSPENSION : [])])
  const columns = Object.keys(kept).filter((name) => name in present && !excepted.has(name))
  const places = columns.map(() => '??').join(', ')
  await trx.rawQuery(
    `update activations set (${places}) =
       (select ${places} from jsonb_populate_record(null::activations, ?::jsonb)) where id = ?`,
    [...columns, ...columns, JSON.stringify(await withoutLostPackage(trx, kept)), id]
  )
  await trx.rawQuery(
    `update activations set exhausted_at = case when octets_used >= octets_limit
            then coalesce(exhausted_at, now()) end where id = ?`,
    [id]
  )
  return Activation.findOrFail(id)
}

/** A package may have been deleted since; its activations go on without it. */
async function withoutLostPackage(trx: Tenancy['transaction'], kept: Row): Promise<Row> {
  const found = await trx
    .from('packages')
    .where('id', Number(kept.package_id ?? 0))
    .first()
  return found ? kept : { ...kept, package_id: null }
}
