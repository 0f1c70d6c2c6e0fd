import type { HttpContext } from '@adonisjs/core/http'
import { AccountSessions } from '#platform/sign_in/account_sessions'

/** The row of the session in which a code was right; another sign-in in this browser has another. */
const PROVEN = 'second_proof'

/** Was a code of the authenticator app given in this very session? What admins are asked for. */
export class SecondProof {
  #sessions = new AccountSessions()

  note(ctx: HttpContext): void {
    const id = this.#sessions.idOf(ctx)
    if (id !== null) ctx.session.put(PROVEN, id)
  }

  isGiven(ctx: HttpContext): boolean {
    const id = this.#sessions.idOf(ctx)
    return id !== null && ctx.session.get(PROVEN) === id
  }
}
