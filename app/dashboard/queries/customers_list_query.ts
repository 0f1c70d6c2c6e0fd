import type { CountryCode } from 'libphonenumber-js'
import { customerSearch } from '#dashboard/customers/customer_search'
import { inOrder, type CustomerSort, type Cursor } from '#dashboard/customers/customer_order'
import { onlineMacsQuery } from '#dashboard/queries/online_macs_query'
import type { MacAddress } from '#core/mac_address'
import Customer, { type CustomerStatus } from '#hotspot/customers/customer'
import type { Tenancy } from '#tenancy/tenancy'

export interface CustomerFilters {
  /** A number or a part of it, a MAC, or the beginning of a name. */
  q: string
  status: CustomerStatus | null
  /** Only those for whom this package runs. */
  packageId: number | null
  online: boolean
  sort: CustomerSort
}

export const CUSTOMERS_A_PAGE = 50
