import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import { beginningWith, containing } from '#core/like_pattern'
import type { CustomerFilters, Place } from '#dashboard/customers/customer_filters'
import { customerSearch, type CustomerSearch } from '#dashboard/customers/customer_search'
import type { Tenancy } from '#tenancy/tenancy'

/** A row of the list: who, and its place in the order. */
export interface CustomerKey {
  id: number
  cursor: string
}

const MOMENT = `timestamptz 'epoch' + ?::bigint * interval '1 microsecond'`
const CURSOR = `(extract(epoch from a.expires_at) * 1000000)::bigint || '.' || c.id`

/**
 * The ids of one page, in order, and one more when the list goes on. The list is
 * never counted, and a page is found by its neighbour, not by skipping: the
 * hundredth costs what the first does. Indexes: customers_pkey or
 * customers_status; customers_mobile_key, customers_mobile_prefix,
 * customers_mobile_reversed, customers_name_parts and devices_mac_key for
 * searches; activations_one_running for a package; activations_expiring for
 * the order of expiry; radacct_open_user for who is online.
 */
export async function customersListKeysQuery(
  tenancy: Tenancy,
  filters: CustomerFilters,
  country: string,
  place: Place,
  size: number
): Promise<CustomerKey[]> {
  const back = place.before !== null
  const query = tenancy.transaction.from('customers as c').limit(size + 1)
  filter(query, filters)

  const search = customerSearch(filters.q, country)
  if (search) find(query, search)
  /** A number that was merged is found when it is asked for. */
  else query.whereNull('c.merged_into')

  const rows = await inOrder(query, filters, place.before ?? place.after, back)
  return rows.map(({ id, cursor }) => ({ id: Number(id), cursor: String(cursor) }))
}

type Query = DatabaseQueryBuilderContract<{ id: string; cursor: string }>

function filter(query: Query, { status, packageId, online, sort }: CustomerFilters): void {
  if (status) query.where('c.status', status)
  if (packageId !== null || sort === 'expiry') {
    query.joinRaw(`join activations a on a.customer_id = c.id and a.status = 'running'`)
  }
  if (packageId !== null) query.where('a.package_id', packageId)
  if (online) {
    query.whereRaw(
      `c.id in (select d.customer_id from radacct r join devices d on d.mac = r.username
                 where r.acctstoptime is null)`
    )
  }
}

function find(query: Query, search: CustomerSearch): void {
  switch (search.by) {
    case 'mac':
      query.whereRaw('c.id = (select customer_id from devices where mac = ?)', [search.mac])
      break
    case 'mobile':
      query.where('c.mobile', search.mobile)
      break
    case 'name':
      query.where((match) => {
        for (const pattern of namePatterns(search.part)) {
          match.orWhereRaw('lower(normalize(c.name)) like ?', [pattern])
        }
      })
      break
    case 'digits':
      query.where((match) => {
        for (const beginning of search.beginnings) {
          match.orWhereRaw('c.mobile like ?', [beginningWith(beginning)])
        }
        if (search.endReversed === null) return
        match.orWhereRaw('reverse(c.mobile) like ?', [beginningWith(search.endReversed)])
      })
  }
}

/** One or two letters have no trigram unless a word begins with them. */
function namePatterns(part: string): string[] {
  return [...part].length < 3 ? [beginningWith(part), containing(` ${part}`)] : [containing(part)]
}

function inOrder(query: Query, { sort }: CustomerFilters, cursor: string | null, back: boolean) {
  const [moment, id] = cursor?.includes('.') ? cursor.split('.') : [null, cursor]
  if (sort === 'newest') {
    if (id) query.where('c.id', back ? '>' : '<', id)
    return query
      .select('c.id')
      .select(query.client.raw('c.id::text as cursor'))
      .orderBy('c.id', back ? 'asc' : 'desc')
  }
  if (id && moment) {
    query.whereRaw(`(a.expires_at, a.customer_id) ${back ? '<' : '>'} (${MOMENT}, ?)`, [moment, id])
  }
  return query
    .select('c.id')
    .select(query.client.raw(`${CURSOR} as cursor`))
    .orderBy('a.expires_at', back ? 'desc' : 'asc')
    .orderBy('a.customer_id', back ? 'desc' : 'asc')
}
