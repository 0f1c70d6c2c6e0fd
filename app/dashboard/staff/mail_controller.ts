import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#dashboard/notify'
import UndeliverableAddress from '#messaging/mail/undeliverable_address'

/** Somebody says that their own address takes mail again. */
export default class MailController {
  async again(ctx: HttpContext) {
    const { email } = ctx.auth.use('web').getUserOrFail()
    await UndeliverableAddress.query().where('email', email.toLowerCase()).delete()
    notify(ctx, 'success', 'staff.mail_again_done', { email })
    return ctx.response.redirect('/dashboard')
  }
}
