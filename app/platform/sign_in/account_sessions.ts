import type { HttpContext } from '@adonisjs/core/http'
import type { ModelQueryBuilderContract } from '@adonisjs/lucid/types/model'
import redis from '@adonisjs/redis/services/main'
import { DateTime } from 'luxon'
import type Account from '#platform/accounts/account'
import AccountSession from '#platform/sign_in/account_session'
import { endBegunSignIns } from '#platform/sign_in/ended_sign_ins'
import { hostTenant } from '#platform/sign_in/host_tenant'

/** Which row a browser's session belongs to; the session itself lies in Redis. */
const ROW = 'account_session'

/** As long as the session of config/session.ts lives without a visit. */
const IDLE_HOURS = 12

/** How long Redis answers for the table, and so how exact "last seen" is. */
const REMEMBERED_SECONDS = 60
const LONGEST_USER_AGENT = 300

/** Where an account is signed in. What is ended here stops working at the next request, on every host. */
export class AccountSessions {
  /** Signs in: a new session id, and a row that the account's owner can see and end. */
  async open(ctx: HttpContext, account: Account): Promise<void> {
    await this.#forgetIdle(account.id)
    const row = await AccountSession.create({
      accountId: account.id,
      tenantId: hostTenant(ctx)?.id ?? null,
      userAgent: (ctx.request.header('user-agent') ?? '').slice(0, LONGEST_USER_AGENT),
      ip: ctx.request.ip(),
    })
    await ctx.auth.use('web').login(account)
    ctx.session.put(ROW, Number(row.id))
  }

  /** Signs out of this browser. */
  async close(ctx: HttpContext): Promise<void> {
    const guard = ctx.auth.use('web')
    const id = this.idOf(ctx)
    if (id && (await guard.check()))
      await this.#end(guard.getUserOrFail().id, (query) => query.where({ id }))
    await guard.logout()
  }

  idOf({ session }: HttpContext): number | null {
    const id: unknown = session.get(ROW)
    return typeof id === 'number' ? id : null
  }

  /** Asked at every request of a signed-in browser: one look into Redis, once a minute the table. */
  async isAlive(accountId: number, id: number, ip: string): Promise<boolean> {
    const known = await redis.get(key(id))
    if (known) return known === String(accountId)

    const seen = await AccountSession.query()
      .where({ id, accountId })
      .update({ lastSeenAt: new Date(), ip })
    if (Number(seen) === 0) return false
    /** NX: one that was ended since we looked stays ended. */
    await redis.set(key(id), accountId, 'EX', REMEMBERED_SECONDS, 'NX')
    return (await redis.get(key(id))) !== ENDED
  }

  async list(accountId: number): Promise<AccountSession[]> {
    await this.#forgetIdle(accountId)
    return AccountSession.query()
      .where({ accountId })
      .preload('tenant')
      .orderBy('last_seen_at', 'desc')
  }

  async end(accountId: number, id: number): Promise<void> {
    await endBegunSignIns(accountId)
    await this.#end(accountId, (query) => query.where({ id }))
  }

  /** @param except the row of the browser that asks, which goes on */
  async endAll(accountId: number, except: number | null = null): Promise<void> {
    await endBegunSignIns(accountId)
    await this.#end(accountId, (query) =>
      except === null ? query : query.whereNot({ id: except })
    )
  }

  async #end(accountId: number, narrow: (query: Rows) => Rows): Promise<void> {
    const rows = await narrow(AccountSession.query().where({ accountId })).select('id')
    for (const { id } of rows) {
      await AccountSession.query().where({ id }).delete()
      await redis.set(key(id), ENDED, 'EX', 2 * REMEMBERED_SECONDS)
    }
  }

  #forgetIdle(accountId: number): Promise<unknown> {
    return AccountSession.query()
      .where({ accountId })
      .where('last_seen_at', '<', DateTime.utc().minus({ hours: IDLE_HOURS }).toJSDate())
      .delete()
  }
}

type Rows = ModelQueryBuilderContract<typeof AccountSession>

/** Outlives what Redis remembers, so that no request under way can bring the session back. */
const ENDED = 'ended'

const key = (id: number) => `account-session:${id}`
