import type { Tenancy } from '#tenancy/tenancy'

/** Of so many of the newest sign-ins: a round costs the same however many lie behind. */
const LOOKED_AT = 50_000

export interface RouterHeard {
  routerId: number
  /** ISO 8601; null where RADIUS never heard of it. */
  heardAt: string | null
}

/**
 * When each router of a tenant last sent a RADIUS packet, of either kind. Open sessions are index
 * radacct_bulk_close, the newest session radacct_router_recent; what its own visits have seen
 * stands in routers.health. Call in the tenant's scope.
 */
export async function routersHeardQuery({ transaction }: Tenancy): Promise<RouterHeard[]> {
  const { rows } = await transaction.rawQuery<{ rows: { id: string; heard: Date | null }[] }>(
    `with asked as (
       select nasipaddress, max(authdate) as at
         from (select nasipaddress, authdate from radpostauth order by id desc limit ${LOOKED_AT}) p
        group by 1)
     select r.id, greatest(
              (r.health->'ours'->>'lastAuthAt')::timestamptz,
              (r.health->'ours'->>'lastAcctAt')::timestamptz,
              (select at from asked where nasipaddress = r.address),
              (select max(coalesce(acctupdatetime, acctstarttime)) from radacct a
                where a.nasipaddress = r.address and a.acctstoptime is null),
              (select coalesce(acctstoptime, acctupdatetime, acctstarttime) from radacct a
                where a.nasipaddress = r.address order by a.radacctid desc limit 1)) as heard
       from routers r`
  )
  return rows.map(({ id, heard }) => ({
    routerId: Number(id),
    heardAt: heard?.toISOString() ?? null,
  }))
}

/** The last of all; ISO 8601 in UTC orders as text does. */
export function lastHeard(routers: readonly RouterHeard[]): string | null {
  return (
    routers
      .flatMap(({ heardAt }) => heardAt ?? [])
      .sort()
      .at(-1) ?? null
  )
}
