import { inject } from '@adonisjs/core'
import Account from '#platform/accounts/account'
import { LinkedIdentities } from '#platform/accounts/linked_identities'
import type { ForeignIdentity } from '#platform/sign_in/oauth/providers'
import { isDisposable } from '#platform/signup/disposable_domains'
import { isUniqueViolation } from '#tenancy/unique_violation'

const LONGEST_NAME = 80

/** Why an identity opens no account. */
type NoAccount = 'unverified' | 'disposable' | 'email_has_account'

/** Whose account a provider's identity opens. */
@inject()
export class ResolveIdentity {
  constructor(private identities: LinkedIdentities) {}

  /**
   * The account it is linked to, or a new one for an e-mail nobody has here. Never the account that
   * merely has the same e-mail: see LinkWaitingIdentity.
   */
  async execute(identity: ForeignIdentity): Promise<Account | NoAccount> {
    const linked = await this.identities.find(identity)
    if (linked) return Account.findOrFail(linked.accountId)
    const { verifiedEmail } = identity
    if (!verifiedEmail) return 'unverified'
    if (await Account.findBy('email', verifiedEmail)) return 'email_has_account'
    if (isDisposable(verifiedEmail)) return 'disposable'

    try {
      return await this.identities.create(identity, verifiedEmail, nameOf(identity, verifiedEmail))
    } catch (error) {
      /** Somebody was quicker, perhaps the same person in another tab. */
      if (!isUniqueViolation(error)) throw error
      const now = await this.identities.find(identity)
      return now ? Account.findOrFail(now.accountId) : 'email_has_account'
    }
  }
}

/** One line, as names are elsewhere; where the provider has none, what stands before the @. */
function nameOf({ name }: ForeignIdentity, email: string): string {
  const line = name
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
    .trim()
  return line.length > 1 ? line : (email.split('@')[0] ?? email).slice(0, LONGEST_NAME)
}
