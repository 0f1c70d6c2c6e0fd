import Customer from '#hotspot/customers/customer'
import type { ImportRow } from '#hotspot/customers/import_file'
import type { Tenancy } from '#tenancy/tenancy'

/** Those of these numbers that are customers already (index customers_mobile_key). */
export async function knownNumbers(rows: readonly ImportRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const known = await Customer.query()
    .select('mobile')
    .whereRaw('mobile = any(?::text[])', [rows.map(({ mobile }) => mobile)])
  return new Set(known.map(({ mobile }) => mobile))
}

/**
 * Adds customers who have still to prove their numbers, in one statement, in
 * the tenant's scope. Whoever is known already stays as they are.
 *
 * @returns how many were added
 */
export async function importCustomers(
  tenancy: Tenancy,
  rows: readonly ImportRow[],
  language: string
): Promise<number> {
  const result: { rows: { added: string }[] } = await tenancy.transaction.rawQuery(
    `with added as (
       insert into customers (mobile, name, notes, status, language)
       select mobile, name, notes, 'pending', :language
         from jsonb_to_recordset(:rows::jsonb) as line(mobile text, name text, notes text)
       on conflict (mobile) do nothing
       returning 1)
     select count(*) as added from added`,
    { language, rows: JSON.stringify(rows) }
  )
  return Number(result.rows[0]?.added ?? 0)
}
