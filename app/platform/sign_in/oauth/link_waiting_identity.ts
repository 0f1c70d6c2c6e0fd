import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { DateTime } from 'luxon'
import type Account from '#platform/accounts/account'
import { AccountMail } from '#platform/accounts/mail/account_mail'
import { LinkedIdentities } from '#platform/accounts/linked_identities'
import { isOffered, providerNames, type ForeignIdentity } from '#platform/sign_in/oauth/providers'

/** An identity whose e-mail has an account already, until its owner signs in to that account. */
const WAITING = 'identity_waiting'
const PATIENCE_MINUTES = 15

type Waiting = ForeignIdentity & { verifiedEmail: string; since: string }

/**
 * A provider's word for an e-mail opens no account that was there before: whoever made it may be
 * somebody else. It is linked once the account's owner signs in to it in the same browser, with the
 * password, which a mail to that address can set anew, or another linked provider.
 */
@inject()
export class LinkWaitingIdentity {
  constructor(
    private identities: LinkedIdentities,
    private mail: AccountMail
  ) {}

  keep({ session }: HttpContext, identity: ForeignIdentity): void {
    session.put(WAITING, { ...identity, since: DateTime.utc().toISO() })
  }

  waiting({ session }: HttpContext): Waiting | null {
    const kept: unknown = session.get(WAITING)
    if (!isWaiting(kept)) return null
    const until = DateTime.fromISO(kept.since).plus({ minutes: PATIENCE_MINUTES })
    return until > DateTime.utc() ? kept : null
  }

  /** To be called when somebody has just signed in, every factor of it. */
  async execute(ctx: HttpContext, account: Account): Promise<void> {
    const waiting = this.waiting(ctx)
    ctx.session.forget(WAITING)
    if (!waiting || waiting.verifiedEmail !== account.email) return

    const verdict = await this.identities.link(account, waiting)
    if (verdict !== 'linked') return
    if (!account.emailVerifiedAt) await account.merge({ emailVerifiedAt: DateTime.utc() }).save()
    await this.mail.warn(ctx.i18n, account, 'linked', {
      provider: providerNames[waiting.provider],
    })
  }
}

function isWaiting(value: unknown): value is Waiting {
  if (typeof value !== 'object' || value === null) return false
  return (
    'verifiedEmail' in value && 'since' in value && 'provider' in value && isOffered(value.provider)
  )
}
