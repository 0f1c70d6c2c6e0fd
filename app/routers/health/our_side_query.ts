import type { OurSide } from '#routers/health/router_health'
import type { Tenancy } from '#tenancy/tenancy'

/** What is read of the newest rows at a first visit, and at most at any other. */
const FIRST_LOOK = 5000
const MOST_ROWS = 50_000

interface Row {
  open: string
  last_open: Date | null
  last_acct: Date | null
  seen_acct: string
  last_auth: Date | null
  accepts: string
  rejects: string
  wrong: string
  seen_postauth: string
}

/**
 * What RADIUS has heard of the router at `address` since the visit before. Rows are read on
 * from where that visit stopped, by primary key, so that it costs the same however long the
 * tables are; open sessions are index radacct_bulk_close.
 *
 * A refusal without a reason is one for the password: every other refusal says why. The
 * password of a device is its MAC, which a router with another secret sends garbled.
 */
export async function ourSideQuery(
  tenancy: Tenancy,
  address: string,
  before: OurSide | null
): Promise<OurSide> {
  const result: { rows: Row[] } = await tenancy.transaction.rawQuery(
    `with marks as (
       select coalesce((select max(id) from radpostauth), 0) as postauth,
              coalesce((select max(radacctid) from radacct), 0) as acct),
     asked as (
       select p.* from marks, radpostauth p
        where p.id > greatest(:seenPostauth::bigint, marks.postauth - :most) and p.id <= marks.postauth
          and p.nasipaddress = :address::inet),
     heard as (
       select coalesce(a.acctupdatetime, a.acctstarttime) as at from marks, radacct a
        where a.radacctid > greatest(:seenAcct::bigint, marks.acct - :most)
          and a.nasipaddress = :address::inet),
     open as (
       select count(*) as open, max(coalesce(acctupdatetime, acctstarttime)) as at
         from radacct where nasipaddress = :address::inet and acctstoptime is null)
     select open.open, open.at as last_open,
            (select max(at) from heard) as last_acct, marks.acct as seen_acct,
            (select max(authdate) from asked) as last_auth,
            (select count(*) from asked where reply = 'Access-Accept') as accepts,
            (select count(*) from asked where reply = 'Access-Reject') as rejects,
            (select count(*) from asked where reply = 'Access-Reject' and reason is null
                and exists (select from radcheck c where c.username = asked.username)) as wrong,
            marks.postauth as seen_postauth
       from marks, open`,
    {
      address,
      most: before ? MOST_ROWS : FIRST_LOOK,
      seenPostauth: before?.seenPostauth ?? 0,
      seenAcct: before?.seenAcct ?? 0,
    }
  )
  const [row] = result.rows
  if (!row) throw new Error('The query of our side returned no row')

  return {
    lastAuthAt: latest(before?.lastAuthAt, row.last_auth),
    lastAcctAt: latest(latest(before?.lastAcctAt, row.last_acct), row.last_open),
    openSessions: Number(row.open),
    accepts: Number(row.accepts),
    rejects: Number(row.rejects),
    wrongPasswords: Number(row.wrong),
    seenPostauth: Number(row.seen_postauth),
    seenAcct: Number(row.seen_acct),
  }
}

function latest(known: string | null | undefined, found: Date | null): string | null {
  const text = found?.toISOString() ?? null
  if (!known || !text) return known ?? text
  return known > text ? known : text
}
