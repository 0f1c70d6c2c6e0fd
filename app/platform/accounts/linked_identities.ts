import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import Account from '#platform/accounts/account'
import Identity from '#platform/accounts/identity'
import { isOffered, type ForeignIdentity, type Provider } from '#platform/sign_in/oauth/providers'
import { isUniqueViolation } from '#tenancy/unique_violation'

export type LinkVerdict = 'linked' | 'anothers' | 'has_another'
export type UnlinkVerdict = 'unlinked' | 'last_way_in' | 'not_linked'

/** Which Google and GitHub identities open which account. */
@inject()
export class LinkedIdentities {
  constructor(private db: Database) {}

  list(account: Account): Promise<Identity[]> {
    return Identity.query().where({ accountId: account.id }).orderBy('provider')
  }

  find({ provider, subject }: ForeignIdentity): Promise<Identity | null> {
    return Identity.findBy({ provider, subject })
  }

  /** Only for somebody who is signed in to the account, or has just proven it. */
  async link(account: Account, foreign: ForeignIdentity): Promise<LinkVerdict> {
    const { provider, subject, verifiedEmail } = foreign
    try {
      await Identity.create({
        accountId: account.id,
        provider,
        subject,
        email: verifiedEmail ?? '',
      })
      return 'linked'
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      const known = await this.find(foreign)
      if (known?.accountId === account.id) return 'linked'
      return known ? 'anothers' : 'has_another'
    }
  }

  /** A provider that this installation has no client for any more is no way in. */
  isLastWayIn({ password }: Account, linked: Identity[], provider: Provider): boolean {
    const others = linked.filter((one) => one.provider !== provider && isOffered(one.provider))
    return !password && others.length === 0
  }

  /** The last way to sign in stays: the account's row is locked, so that two cannot both go. */
  unlink(account: Account, provider: Provider): Promise<UnlinkVerdict> {
    return this.db.connection('app').transaction(async (trx) => {
      const owner = await Account.query({ client: trx })
        .where({ id: account.id })
        .forUpdate()
        .first()
      const all = await Identity.query({ client: trx }).where({ accountId: account.id })
      const gone = all.find((identity) => identity.provider === provider)
      if (!gone || !owner) return 'not_linked'
      if (this.isLastWayIn(owner, all, provider)) return 'last_way_in'
      await gone.useTransaction(trx).delete()
      return 'unlinked'
    })
  }

  /** An account for somebody new, whose e-mail the provider has verified. @throws unique violations */
  create(foreign: ForeignIdentity, email: string, name: string): Promise<Account> {
    return this.db.connection('app').transaction(async (trx) => {
      const account = await Account.create(
        { email, name, password: null, emailVerifiedAt: DateTime.utc() },
        { client: trx }
      )
      const { provider, subject } = foreign
      await Identity.create({ accountId: account.id, provider, subject, email }, { client: trx })
      return account
    })
  }
}
