import type { CustomerStatus } from '#hotspot/customers/customer'
import { readRowId } from '#tenancy/http/row_id'

const STATUSES = ['active', 'suspended', 'pending', 'blocked'] as const satisfies CustomerStatus[]
/** Cursors say a place in the order: an id, or microseconds since 1970 and an id. */
const CURSOR = /^(\d{1,16}\.)?\d{1,15}$/

/** What an index carries. There is none of usage: every interim update would write to it. */
export type CustomerSort = 'newest' | 'expiry'

export interface CustomerFilters {
  q: string
  status: CustomerStatus | null
  /** Those for whom this package runs. */
  packageId: number | null
  online: boolean
  sort: CustomerSort
}

/** A page of a list of unknown length: from the beginning, after a row or before one. */
export interface Place {
  after: string | null
  before: string | null
}

/** Reads filters from a query string. What is no filter is none. */
export function customerFilters(query: Record<string, unknown>): CustomerFilters {
  const q = text(query.q)
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 60)
  const packageId = text(query.package)
  return {
    q,
    status: STATUSES.find((status) => status === query.status) ?? null,
    packageId: readRowId(packageId),
    online: query.online === '1',
    sort: query.sort === 'expiry' ? 'expiry' : 'newest',
  }
}

export function placeIn(query: Record<string, unknown>): Place {
  const cursor = (value: unknown) => (CURSOR.test(text(value)) ? text(value) : null)
  return { after: cursor(query.after), before: cursor(query.before) }
}

/** The filters as a query string, changed: null takes one away. */
export function queryOf(
  filters: CustomerFilters,
  changes: Record<string, string | null> = {}
): string {
  const query = {
    q: filters.q || null,
    status: filters.status,
    package: filters.packageId === null ? null : String(filters.packageId),
    online: filters.online ? '1' : null,
    sort: filters.sort === 'newest' ? null : filters.sort,
    ...changes,
  }
  const given = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== null
  )
  return new URLSearchParams(given).toString()
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
