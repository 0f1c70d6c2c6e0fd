import { createHash, randomBytes } from 'node:crypto'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Database } from '@adonisjs/lucid/database'

/** Says nothing of whoever uses the browser, and is not its session: it outlives signing out. */
const COOKIE = 'portico_device'

/** As long as browsers keep a cookie at all (RFC 6265bis §5.5). */
const DAYS = 400

/** `first`: the account has never been signed in anywhere; `new`: elsewhere only. */
export type DeviceVerdict = 'known' | 'first' | 'new'

/** One statement, whose parts all see the table as it was before. */
const GREET = `
  with gone as (
    delete from platform.known_devices
     where account_id = :accountId and hash <> :hash
       and last_seen_at < now() - make_interval(days => :days)
  ), seen as (
    insert into platform.known_devices (account_id, hash) values (:accountId, :hash)
    on conflict (account_id, hash) do update set last_seen_at = now()
  )
  select coalesce(bool_or(hash = :hash), false) as known, count(*) > 0 as any_known
    from platform.known_devices where account_id = :accountId`

/** The browsers an account was signed in with. The cookie is one host's, as sessions are. */
@inject()
export class KnownDevices {
  constructor(private db: Database) {}

  /** Whether this browser is one of the account's; from now on it is. */
  async greet(ctx: HttpContext, accountId: number): Promise<DeviceVerdict> {
    const hash = createHash('sha256').update(markOf(ctx)).digest('hex')
    const result: { rows: { known: boolean; any_known: boolean }[] } = await this.db
      .connection('app')
      .rawQuery(GREET, { accountId, hash, days: DAYS })
    const [found] = result.rows
    if (found?.known) return 'known'
    return found?.any_known ? 'new' : 'first'
  }
}

/** What this browser is known by; set anew at each sign-in, so that it does not expire in use. */
function markOf({ request, response }: HttpContext): string {
  const kept: unknown = request.cookie(COOKIE)
  const mark = typeof kept === 'string' && kept ? kept : randomBytes(18).toString('base64url')
  response.cookie(COOKIE, mark, { maxAge: `${DAYS}d` })
  return mark
}
