import type { CustomerFilters, Place } from '#dashboard/customers/customer_filters'
import { onlineMacsQuery } from '#dashboard/queries/online_macs_query'
import { customersListKeysQuery } from '#dashboard/queries/customers_list_keys_query'
import type { MacAddress } from '#core/mac_address'
import Customer from '#hotspot/customers/customer'
import type { Tenancy } from '#tenancy/tenancy'

const PAGE = 50

/** A page of customers, and the places where the pages beside it begin; null where there is none. */
export async function customersListQuery(
  tenancy: Tenancy,
  filters: CustomerFilters,
  country: string,
  place: Place,
  size = PAGE
) {
  const found = await customersListKeysQuery(tenancy, filters, country, place, size)
  const [back, goesOn] = [place.before !== null, found.length > size]
  const keys = back ? found.slice(0, size).toReversed() : found.slice(0, size)

  const customers = await listed(
    tenancy,
    keys.map(({ id }) => id)
  )
  return {
    customers,
    next: back || goesOn ? (keys.at(-1)?.cursor ?? null) : null,
    previous: (back ? goesOn : place.after !== null) ? (keys[0]?.cursor ?? null) : null,
  }
}

async function listed(tenancy: Tenancy, ids: number[]) {
  if (ids.length === 0) return []
  const customers = await Customer.query()
    .whereIn('id', ids)
    .preload('activation')
    .preload('devices', (devices) => devices.orderBy('id', 'desc'))
  const macs = customers.flatMap(({ devices }) => devices.map(({ mac }) => mac))
  const online = await onlineMacsQuery(tenancy, macs)

  const rows = new Map(customers.map((customer) => [customer.id, row(customer, online)]))
  return ids.flatMap((id) => rows.get(id) ?? [])
}

function row(customer: Customer, online: Set<MacAddress>) {
  const { activation, devices } = customer
  return {
    id: customer.id,
    mobile: customer.mobile,
    name: customer.name,
    status: customer.status,
    merged: customer.mergedInto !== null,
    packageName: activation?.packageName ?? null,
    expiresAt: activation?.expiresAt ?? null,
    octetsUsed: activation?.octetsUsed ?? null,
    octetsLimit: activation?.octetsLimit ?? null,
    macs: devices.map(({ mac }) => mac),
    online: devices.some(({ mac }) => online.has(mac)),
  }
}
