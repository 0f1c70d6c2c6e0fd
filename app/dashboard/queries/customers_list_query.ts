import type { ModelQueryBuilderContract } from '@adonisjs/lucid/types/model'
import { parseMacAddress, type MacAddress } from '#core/mac_address'
import { parseMobileNumber } from '#core/mobile_number'
import Customer from '#hotspot/customers/customer'
import type { Tenancy } from '#tenancy/tenancy'
import { onlineMacsQuery } from '#dashboard/queries/online_macs_query'

export interface CustomerFilters {
  q: string
  status: string
}

const STATUSES = ['pending', 'active', 'suspended', 'blocked']
const PAGE = 50

/** A page of customers, newest first, found by number, MAC or name. */
export async function customersListQuery(
  tenancy: Tenancy,
  { q, status }: CustomerFilters,
  country: string,
  pageNumber: number
) {
  const query = Customer.query().preload('activation').preload('devices').orderBy('id', 'desc')
  if (STATUSES.includes(status)) query.where('status', status)
  if (q) filterByText(query, q, country)

  const page = await query.paginate(pageNumber, PAGE)
  const macs = page.all().flatMap(({ devices }) => devices.map(({ mac }) => mac))
  const online = await onlineMacsQuery(tenancy, macs)
  return { page, customers: page.all().map((customer) => listed(customer, online)) }
}

function filterByText(
  query: ModelQueryBuilderContract<typeof Customer>,
  q: string,
  country: string
): void {
  const mac = parseMacAddress(q)
  const mobile = parseMobileNumber(q, country)
  const pattern = `%${q.replace(/[%_\\]/g, '\\$&')}%`

  if (mac) query.whereHas('devices', (devices) => devices.where('mac', mac))
  else if (mobile) query.where('mobile', mobile)
  else query.where((match) => match.whereILike('mobile', pattern).orWhereILike('name', pattern))
}

function listed(customer: Customer, online: Set<MacAddress>) {
  const { activation, devices } = customer
  return {
    id: customer.id,
    mobile: customer.mobile,
    name: customer.name,
    status: customer.status,
    packageName: activation?.packageName ?? null,
    expiresAt: activation?.expiresAt ?? null,
    octetsUsed: activation?.octetsUsed ?? null,
    octetsLimit: activation?.octetsLimit ?? null,
    macs: devices.map(({ mac }) => mac),
    online: devices.some(({ mac }) => online.has(mac)),
  }
}
