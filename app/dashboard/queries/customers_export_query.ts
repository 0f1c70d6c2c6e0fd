import { Readable } from 'node:stream'
import { CSV_MARK, csvLine } from '#core/csv'
import type { CustomerFilters, Place } from '#dashboard/customers/customer_filters'
import { customersListKeysQuery } from '#dashboard/queries/customers_list_keys_query'
import Customer from '#hotspot/customers/customer'
import type Tenant from '#tenancy/models/tenant'
import type { Tenancy } from '#tenancy/tenancy'

const BATCH = 1000

/** Names of the columns, of which the import reads number, name and notes back. */
export const EXPORT_COLUMNS = [
  'number',
  'name',
  'status',
  'package',
  'expires',
  'octets_used',
  'octets_limit',
  'devices',
  'since',
  'notes',
]

/**
 * The list as CSV, in batches, each in a transaction of its own: nothing is
 * held open for somebody who downloads slowly. Times are the tenant's.
 */
export function customersExportQuery(
  tenancy: Tenancy,
  tenant: Tenant,
  filters: CustomerFilters
): Readable {
  return Readable.from(lines(tenancy, tenant, filters), { objectMode: false })
}

async function* lines(tenancy: Tenancy, tenant: Tenant, filters: CustomerFilters) {
  yield CSV_MARK + csvLine(EXPORT_COLUMNS)
  let place: Place = { after: null, before: null }
  for (;;) {
    const batch = await tenancy.run(tenant, () => batchAt(tenancy, tenant, filters, place))
    if (batch.lines) yield batch.lines
    if (batch.next === null) return
    place = { after: batch.next, before: null }
  }
}

async function batchAt(tenancy: Tenancy, tenant: Tenant, filters: CustomerFilters, place: Place) {
  const found = await customersListKeysQuery(tenancy, filters, tenant.country, place, BATCH)
  const keys = found.slice(0, BATCH)
  const customers = await Customer.query()
    .whereIn(
      'id',
      keys.map(({ id }) => id)
    )
    .preload('activation')
    .preload('devices')
  const byId = new Map(customers.map((customer) => [customer.id, customer]))
  return {
    lines: keys.flatMap(({ id }) => lineOf(byId.get(id), tenant.timezone)).join(''),
    next: found.length > BATCH ? (keys.at(-1)?.cursor ?? null) : null,
  }
}

function lineOf(customer: Customer | undefined, zone: string): string[] {
  if (!customer) return []
  const { activation, devices } = customer
  return [
    csvLine([
      customer.mobile,
      customer.name,
      customer.status,
      activation?.packageName ?? null,
      activation?.expiresAt.setZone(zone).toFormat('yyyy-MM-dd HH:mm:ss') ?? null,
      activation?.octetsUsed.toString() ?? null,
      activation?.octetsLimit?.toString() ?? null,
      devices.map(({ mac }) => mac).join(' '),
      customer.createdAt.setZone(zone).toFormat('yyyy-MM-dd HH:mm:ss'),
      customer.notes,
    ]),
  ]
}
