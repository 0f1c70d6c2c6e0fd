import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import i18nManager from '@adonisjs/i18n/services/main'
import limiter from '@adonisjs/limiter/services/main'
import { appUrl } from '#config/app'
import { Clock } from '#core/clock'
import type Account from '#platform/accounts/account'
import { AccountMail } from '#platform/accounts/mail/account_mail'
import { membershipsQuery } from '#platform/accounts/memberships_query'
import { deviceName } from '#platform/sign_in/device_of'
import { hostTenant } from '#platform/sign_in/host_tenant'

/** A browser that drops its cookies is new each time; nobody reads more letters than these. */
const LETTERS = { requests: 5, duration: '1 day' } as const

/** A letter about a sign-in from a browser that the account has not been signed in with before. */
@inject()
export class TellOfSignIn {
  constructor(
    private mail: AccountMail,
    private clock: Clock
  ) {}

  /** In the language and zone of the ISP: the page's are those of whoever signed in. */
  async execute(ctx: HttpContext, account: Account): Promise<void> {
    if (!this.mail.isOn) return
    const mayMail = await limiter.use(LETTERS).attempt(`sign-in-letter:${account.id}`, () => true)
    if (!mayMail) return

    const [first] = await membershipsQuery(account.id)
    const place = hostTenant(ctx) ?? first?.tenant
    const zone = place?.timezone ?? 'UTC'
    const locale = place?.locale ?? ctx.i18n.locale
    const i18n = i18nManager.locale(locale)
    const at = this.clock.now().setZone(zone).setLocale(`${locale}-u-nu-latn`)
    await this.mail.warn(i18n, account, 'new_device', {
      device: deviceName(i18n, ctx.request.header('user-agent') ?? ''),
      at: `${at.toFormat('d LLL yyyy, HH:mm')} (${zone})`,
      ip: ctx.request.ip(),
      url: `${appUrl.origin}/account/sessions`,
    })
  }
}
