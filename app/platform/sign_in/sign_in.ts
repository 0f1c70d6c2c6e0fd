import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { DateTime } from 'luxon'
import Account from '#platform/accounts/account'
import { AccountSessions } from '#platform/sign_in/account_sessions'
import { KnownDevices } from '#platform/sign_in/known_devices'
import { TellOfSignIn } from '#platform/sign_in/tell_of_sign_in'
import { wasEndedSince } from '#platform/sign_in/ended_sign_ins'

/** Who gave the first proof in this browser and still owes the second. */
const WAITING = 'sign_in_waiting'
const PATIENCE_MINUTES = 10

/** The one door: every way to sign in ends here, so that none goes past the second step. */
@inject()
export class SignIn {
  constructor(
    private sessions: AccountSessions,
    private devices: KnownDevices,
    private tellOfSignIn: TellOfSignIn
  ) {}

  /**
   * The password was right, or a provider vouches for an identity of the account.
   * @returns true when that opened a session; false when a code is asked for first (/login/code)
   */
  async firstProof(ctx: HttpContext, account: Account): Promise<boolean> {
    if (!account.hasTwoFactor) {
      await this.complete(ctx, account)
      return true
    }
    ctx.session.put(WAITING, { accountId: account.id, since: DateTime.utc().toISO() })
    return false
  }

  /** Whose code is awaited in this browser; null when nobody's, or no longer. */
  async waiting({ session }: HttpContext): Promise<Account | null> {
    const waiting: unknown = session.get(WAITING)
    if (!isWaiting(waiting)) return null
    const since = DateTime.fromISO(waiting.since)
    if (since.plus({ minutes: PATIENCE_MINUTES }) < DateTime.utc()) return null
    if (await wasEndedSince(waiting.accountId, since.toMillis())) return null
    return Account.find(waiting.accountId)
  }

  /** Every proof was given here. A browser that is new to the account is told of by a letter. */
  async complete(ctx: HttpContext, account: Account): Promise<void> {
    await this.#open(ctx, account)
    if ((await this.devices.greet(ctx, account.id)) === 'new') {
      await this.tellOfSignIn.execute(ctx, account)
    }
  }

  /** Every proof was given on our other host, in this browser: nothing to tell anybody of. */
  async arrive(ctx: HttpContext, account: Account): Promise<void> {
    await this.#open(ctx, account)
    await this.devices.greet(ctx, account.id)
  }

  async #open(ctx: HttpContext, account: Account): Promise<void> {
    ctx.session.forget(WAITING)
    await this.sessions.open(ctx, account)
  }
}

function isWaiting(value: unknown): value is { accountId: number; since: string } {
  return typeof value === 'object' && value !== null && 'accountId' in value && 'since' in value
}
