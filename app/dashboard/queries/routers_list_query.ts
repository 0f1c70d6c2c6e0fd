import { toDateTime } from '#core/clock'
import Router from '#routers/router'
import type { Tenancy } from '#tenancy/tenancy'

/** Routers with how many sessions RADIUS has open on each and when it last heard of them. */
export async function routersListQuery(tenancy: Tenancy) {
  const routers = await Router.query().orderBy('name')
  const heard = await heardQuery(tenancy)
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

interface Heard {
  nas: string
  online: string
  last: Date | null
}

/** Open sessions by index radacct_bulk_close; the last packet from the newest rows backwards. */
async function heardQuery(tenancy: Tenancy): Promise<Heard[]> {
  const result: { rows: Heard[] } = await tenancy.transaction.rawQuery(
    `select host(r.address) as nas,
            (select count(*) from radacct a
              where a.nasipaddress = r.address and a.acctstoptime is null) as online,
            (select acctupdatetime from radacct a
              where a.nasipaddress = r.address order by a.radacctid desc limit 1) as last
       from routers r`
  )
  return result.rows
}
