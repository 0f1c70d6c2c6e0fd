import { inject } from '@adonisjs/core'
import type { I18n } from '@adonisjs/i18n'
import { appUrl } from '#config/app'
import { Clock } from '#core/clock'
import { MailSender } from '#messaging/mail/mail_sender'
import { formerAddress, type Addresses } from '#platform/accounts/former_address'
import { JobQueue } from '#tenancy/jobs/job_queue'

/** Every letter an account gets; its subject and text are `account.mail.<kind>`. */
export type AccountMailKind =
  | 'verify'
  | 'change_email'
  | 'email_changed'
  | 'reset'
  | 'password_changed'
  | 'linked'
  | 'unlinked'
  | 'two_factor_on'
  | 'two_factor_off'
  | 'codes_renewed'
  | 'new_device'
  | 'account_removed'
  | 'owner_made'

/** Letters to people about their account, in the language of the page they were on. */
@inject()
export class AccountMail {
  constructor(
    private jobs: JobQueue,
    private sender: MailSender,
    private clock: Clock
  ) {}

  /** Can this installation send any? Without, nothing waits for an e-mail to be confirmed. */
  get isOn(): boolean {
    return this.sender.isOn
  }

  /** A letter about what somebody else may have done; a former address gets it as well. */
  async warn(
    i18n: I18n,
    account: Addresses,
    kind: AccountMailKind,
    data: Record<string, string> = {}
  ): Promise<void> {
    await this.send(i18n, account.email, kind, data)
    const former = formerAddress(account, this.clock.now())
    if (former) await this.send(i18n, former, kind, data)
  }

  /** Sent by the worker; nothing happens where there is no mail server. */
  async send(
    i18n: I18n,
    to: string,
    kind: AccountMailKind,
    data: Record<string, string> = {}
  ): Promise<void> {
    if (!this.isOn) return
    const all = { ...data, email: to, host: appUrl.host, account: `${appUrl.origin}/account` }
    await this.jobs.send('send-mail', {
      tenantId: null,
      to,
      subject: i18n.t(`account.mail.${kind}.subject`, all),
      text: i18n.t(`account.mail.${kind}.text`, all),
    })
  }
}
