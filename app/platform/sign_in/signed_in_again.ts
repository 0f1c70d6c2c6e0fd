import type { HttpContext } from '@adonisjs/core/http'
import { DateTime } from 'luxon'
import { AccountSessions } from '#platform/sign_in/account_sessions'

/** The row of the session in which a provider vouched for its owner once more, and when. */
const AGAIN = 'signed_in_again'
const FRESH_MINUTES = 10

/** For accounts without a password: did a provider vouch again, in this session and just now? */
export class SignedInAgain {
  #sessions = new AccountSessions()

  note(ctx: HttpContext): void {
    ctx.session.put(AGAIN, { row: this.#sessions.idOf(ctx), at: DateTime.utc().toISO() })
  }

  isFresh(ctx: HttpContext): boolean {
    const noted: unknown = ctx.session.get(AGAIN)
    if (!isNote(noted) || noted.row !== this.#sessions.idOf(ctx)) return false
    return DateTime.fromISO(noted.at).plus({ minutes: FRESH_MINUTES }) > DateTime.utc()
  }
}

function isNote(value: unknown): value is { row: number; at: string } {
  return typeof value === 'object' && value !== null && 'row' in value && 'at' in value
}
