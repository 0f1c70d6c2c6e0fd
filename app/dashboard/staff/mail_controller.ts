import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#dashboard/notify'
import UndeliverableAddress from '#messaging/mail/undeliverable_address'
import { EmailAddress } from '#platform/accounts/email_address'

/** What the dashboard's banners offer for one's own address: it takes mail again, or is proven. */
@inject()
export default class MailController {
  constructor(private emailAddress: EmailAddress) {}

  /** What had been mailed meanwhile went nowhere, the link that proves the address as well. */
  async again(ctx: HttpContext) {
    const account = ctx.auth.use('web').getUserOrFail()
    await UndeliverableAddress.query().where('email', account.email.toLowerCase()).delete()
    if (this.emailAddress.isUnproven(account)) {
      await this.emailAddress.askToVerify(ctx.i18n, account)
    }
    notify(ctx, 'success', 'staff.mail_again_done', { email: account.email })
    return ctx.response.redirect('/dashboard')
  }

  async verify(ctx: HttpContext) {
    const account = ctx.auth.use('web').getUserOrFail()
    if (this.emailAddress.isUnproven(account)) {
      const isSent = await this.emailAddress.askToVerify(ctx.i18n, account)
      if (isSent) notify(ctx, 'success', 'account.verify_sent', { email: account.email })
      else notify(ctx, 'error', 'account.too_many_mails')
    }
    return ctx.response.redirect('back', true)
  }
}
