import type { Readable } from 'node:stream'
import { csvStream, csvTime, type CsvCells } from '#tenancy/http/csv_download'
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

/** The list as CSV, in the list's order. Times are the tenant's. */
export function customersExportQuery(
  tenancy: Tenancy,
  tenant: Tenant,
  filters: CustomerFilters
): Readable {
  return csvStream<string>(EXPORT_COLUMNS, (after) =>
    tenancy.run(tenant, () => batchAt(tenancy, tenant, filters, { after, before: null }))
  )
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
    rows: keys.flatMap(({ id }) => rowOf(byId.get(id), tenant.timezone)),
    next: found.length > BATCH ? (keys.at(-1)?.cursor ?? null) : null,
  }
}

function rowOf(customer: Customer | undefined, zone: string): CsvCells[] {
  if (!customer) return []
  const { activation, devices } = customer
  return [
    [
      customer.mobile,
      customer.name,
      customer.status,
      activation?.packageName ?? null,
      csvTime(activation?.expiresAt ?? null, zone),
      activation?.octetsUsed.toString() ?? null,
      activation?.octetsLimit?.toString() ?? null,
      devices.map(({ mac }) => mac).join(' '),
      csvTime(customer.createdAt, zone),
      customer.notes,
    ],
  ]
}
