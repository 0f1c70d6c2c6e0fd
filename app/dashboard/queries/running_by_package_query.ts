import type { Tenancy } from '#tenancy/tenancy'

/** How many activations of each package are running. */
export async function runningByPackageQuery(tenancy: Tenancy): Promise<Map<number, number>> {
  const rows: { package_id: string; running: string }[] = await tenancy.transaction
    .from('activations')
    .select('package_id')
    .count('* as running')
    .where('status', 'running')
    .whereNotNull('package_id')
    .groupBy('package_id')
  return new Map(rows.map((row) => [Number(row.package_id), Number(row.running)]))
}
