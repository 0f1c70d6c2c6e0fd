import { inject } from '@adonisjs/core'
import type { I18n } from '@adonisjs/i18n'
import limiter from '@adonisjs/limiter/services/main'
import { Database } from '@adonisjs/lucid/database'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { appUrl } from '#config/app'
import Account from '#platform/accounts/account'
import { AccountTokens } from '#platform/accounts/account_tokens'
import { AccountMail } from '#platform/accounts/mail/account_mail'
import { AccountSessions } from '#platform/sign_in/account_sessions'

const MAILS_AN_HOUR = { requests: 3, duration: '1 hour' } as const
const ASKED_AN_HOUR = { requests: 20, duration: '1 hour' } as const

/** A forgotten password, or the first one of an account that has none: a mail to its address sets it. */
@inject()
export class ResetPassword {
  constructor(
    private db: Database,
    private tokens: AccountTokens,
    private mail: AccountMail,
    private sessions: AccountSessions
  ) {}

  /** Whoever asks learns nothing of whether there is such an account. @param ip of who asks */
  async ask(i18n: I18n, email: string, ip: string): Promise<void> {
    const mayAsk = await limiter.use(ASKED_AN_HOUR).attempt(`reset-asked:${ip}`, () => true)
    const mayMail = await limiter.use(MAILS_AN_HOUR).attempt(`reset:${email}`, () => true)
    if (!mayAsk || !mayMail) return

    const account = await Account.findBy('email', email)
    if (!account) return
    const token = await this.tokens.issue(account.id, 'reset_password', account.email)
    await this.mail.send(i18n, account.email, 'reset', { url: `${appUrl.origin}/reset/${token}` })
  }

  /** Whose password the link would set; null when it is used or old. */
  async emailOf(token: string): Promise<string | null> {
    const found = await this.tokens.look(token, 'reset_password')
    return found?.email ?? null
  }

  /**
   * Sets the password and ends every session. The link proves the address. Where nobody had proven
   * it before, whoever opened the account may have been a stranger to it: nothing they set to get
   * in again is left. @returns false when the link is used, old or mailed to a former address
   */
  async execute(i18n: I18n, token: string, password: string): Promise<boolean> {
    const taken = await this.tokens.take(token, 'reset_password')
    const account = taken && (await Account.find(taken.accountId))
    if (!account || account.email !== taken.email) return false

    await this.db.connection('app').transaction(async (trx) => {
      if (!account.emailVerifiedAt) await dropWaysIn(trx, account)
      account.useTransaction(trx)
      await account.merge({ password, emailVerifiedAt: DateTime.utc() }).save()
    })
    await this.tokens.forgetAll(account.id)
    await this.sessions.endAll(account.id)
    await this.mail.warn(i18n, account, 'password_changed')
    return true
  }
}

async function dropWaysIn(trx: TransactionClientContract, account: Account): Promise<void> {
  await trx.from('platform.identities').where('account_id', account.id).delete()
  await trx.from('platform.recovery_codes').where('account_id', account.id).delete()
  account.merge({ totpSecret: null })
}
