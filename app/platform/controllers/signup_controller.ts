import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import limiter from '@adonisjs/limiter/services/main'
import { errors as authErrors } from '@adonisjs/auth'
import vine from '@vinejs/vine'
import { appUrl } from '#config/app'
import { ONE_LINE } from '#core/one_line'
import { fieldErrors } from '#tenancy/http/field_errors'
import { EnterTenant } from '#platform/accounts/enter_tenant'
import { AccountSessions } from '#platform/sign_in/account_sessions'
import { countries, countryByCode } from '#platform/signup/countries'
import { SignUp } from '#platform/signup/sign_up'
import { CheckSubdomain } from '#platform/signup/subdomain'
import { SubdomainTaken } from '#tenancy/provisioning/errors'

/** Sign-up, in one page. */
@inject()
export default class SignupController {
  static validator = vine.create({
    company: vine.string().trim().minLength(2).maxLength(80).regex(ONE_LINE),
    subdomain: vine.string().trim().toLowerCase().maxLength(40),
    country: vine.enum(countries.map(({ code }) => code)),
    name: vine.string().trim().minLength(2).maxLength(80).regex(ONE_LINE),
    email: vine.string().trim().toLowerCase().email().maxLength(254),
    password: vine.string().minLength(8).maxLength(128),
  })

  constructor(
    private signUp: SignUp,
    private checkSubdomain: CheckSubdomain,
    private enterTenant: EnterTenant,
    private sessions: AccountSessions
  ) {}

  show({ view }: HttpContext) {
    return view.render('pages/platform/signup', { countries, baseHost: appUrl.host })
  }

  /** The live check while somebody types. */
  async subdomain({ request, i18n }: HttpContext) {
    const subdomain = String(request.qs().subdomain ?? '')
      .trim()
      .toLowerCase()
      .slice(0, 60)
    const verdict = await this.checkSubdomain.execute(subdomain)
    return { available: verdict === 'available', message: i18n.t(`platform.subdomain_${verdict}`) }
  }

  async store(ctx: HttpContext) {
    const { request, response, i18n } = ctx
    const { country: code, ...input } = await request.validateUsing(SignupController.validator)
    const verdict = await this.checkSubdomain.execute(input.subdomain)
    if (verdict !== 'available') {
      return fieldErrors(ctx, { subdomain: i18n.t(`platform.subdomain_${verdict}`) })
    }

    const limit = limiter.use({ requests: 20, duration: '1 hour' })
    const allowed = await limit.attempt(`signup:${request.ip()}`, () => true)
    if (!allowed) return fieldErrors(ctx, { company: i18n.t('platform.too_many_signups') })

    const country = countryByCode(code)
    if (!country) return fieldErrors(ctx, { country: i18n.t('platform.country_unknown') })

    try {
      const { account, tenant } = await this.signUp.execute({ ...input, country })
      await this.sessions.open(ctx, account)
      return response.redirect(await this.enterTenant.link(account, tenant))
    } catch (error) {
      if (error instanceof SubdomainTaken) {
        return fieldErrors(ctx, { subdomain: i18n.t('platform.subdomain_taken') })
      }
      if (error instanceof authErrors.E_INVALID_CREDENTIALS) {
        return fieldErrors(ctx, { email: i18n.t('platform.email_has_account') })
      }
      throw error
    }
  }
}
