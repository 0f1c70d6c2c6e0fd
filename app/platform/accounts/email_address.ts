import { inject } from '@adonisjs/core'
import type { I18n } from '@adonisjs/i18n'
import limiter from '@adonisjs/limiter/services/main'
import { DateTime } from 'luxon'
import { appUrl } from '#config/app'
import Account from '#platform/accounts/account'
import { formerAddress } from '#platform/accounts/former_address'
import { AccountTokens } from '#platform/accounts/account_tokens'
import { AccountMail } from '#platform/accounts/mail/account_mail'
import { isUniqueViolation } from '#tenancy/unique_violation'

export type ConfirmVerdict = 'confirmed' | 'expired' | 'taken'

const MAILS_AN_HOUR = { requests: 5, duration: '1 hour' } as const

/** An account's e-mail address: proving the one it has, and moving to another. */
@inject()
export class EmailAddress {
  constructor(
    private tokens: AccountTokens,
    private mail: AccountMail
  ) {}

  /** Does it matter that this address is unproven? Not where no mail could ever prove it. */
  isUnproven(account: Account): boolean {
    return account.emailVerifiedAt === null && this.mail.isOn
  }

  /** Mails the link that proves the present address. @returns false when there were enough for now */
  async askToVerify(i18n: I18n, account: Account): Promise<boolean> {
    if (!(await this.#mayMail(account))) return false
    const token = await this.tokens.issue(account.id, 'verify_email', account.email)
    await this.mail.send(i18n, account.email, 'verify', { url: confirmUrl(token) })
    return true
  }

  /**
   * Mails the link to the new address, unless that has an account: its owner is no concern of
   * who asks, so nobody is told. @returns false when there were enough for now
   */
  async askToChange(i18n: I18n, account: Account, email: string): Promise<boolean> {
    if (!(await this.#mayMail(account))) return false
    if (await Account.findBy('email', email)) return true
    const token = await this.tokens.issue(account.id, 'change_email', email)
    await this.mail.send(i18n, email, 'change_email', { url: confirmUrl(token) })
    return true
  }

  /** The address a link would confirm for this account; null when it is used, old or another's. */
  async asked(account: Account, token: string): Promise<string | null> {
    const verify = await this.tokens.look(token, 'verify_email')
    const found = verify ?? (await this.tokens.look(token, 'change_email'))
    return found?.accountId === account.id ? found.email : null
  }

  /**
   * Only for who is signed in to the account: somebody who gets the link of an account that a
   * stranger opened in their name must not make it good by pressing it.
   */
  async confirm(i18n: I18n, account: Account, token: string): Promise<ConfirmVerdict> {
    const email = await this.asked(account, token)
    if (!email) return 'expired'
    const used =
      (await this.tokens.take(token, 'verify_email')) ??
      (await this.tokens.take(token, 'change_email'))
    if (!used) return 'expired'

    const { email: old, formerEmail, emailChangedAt } = account
    try {
      if (email !== old) keepFormer(account)
      await account.merge({ email, emailVerifiedAt: DateTime.utc() }).save()
    } catch (error) {
      if (isUniqueViolation(error)) return 'taken'
      throw error
    }
    if (email !== old) {
      await this.tokens.forgetAll(account.id)
      const was = { email: old, formerEmail, emailChangedAt }
      await this.mail.warn(i18n, was, 'email_changed', { new: email })
    }
    return 'confirmed'
  }

  #mayMail(account: Account): Promise<boolean | undefined> {
    return limiter.use(MAILS_AN_HOUR).attempt(`account-mail:${account.id}`, () => true)
  }
}

/** Keeps the address that goes, to warn it, if it was proven and no other is being warned. */
function keepFormer(account: Account): void {
  const now = DateTime.utc()
  if (account.emailVerifiedAt && !formerAddress(account, now)) {
    account.merge({ formerEmail: account.email, emailChangedAt: now })
  }
}

function confirmUrl(token: string): string {
  return `${appUrl.origin}/account/email/confirm/${token}`
}
