import { toDateTime } from '#core/clock'
import Router from '#routers/router'
import type { Tenancy } from '#tenancy/tenancy'

/** Routers with how many sessions RADIUS has open on each and when it last heard of them. */
export async function routersListQuery(tenancy: Tenancy) {
  const routers = await Router.query().orderBy('name')
  const heard: { nas: string; online: string; last: Date | null }[] = await tenancy.transaction
    .from('radacct')
    .select(tenancy.transaction.raw('host(nasipaddress) as nas'))
    .count('* as online')
    .max('acctupdatetime as last')
    .whereNull('acctstoptime')
    .groupBy('nasipaddress')
  const byAddress = new Map(heard.map((row) => [row.nas, row]))

  return routers.map((router) => {
    const row = byAddress.get(router.address)
    return {
      id: router.id,
      name: router.name,
      address: router.address,
      identity: router.identity,
      apiState: router.apiState,
      apiMessage: router.apiMessage,
      apiCheckedAt: router.apiCheckedAt,
      online: Number(row?.online ?? 0),
      lastRadiusAt: toDateTime(row?.last ?? null),
    }
  })
}
