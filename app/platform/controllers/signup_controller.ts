import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import limiter from '@adonisjs/limiter/services/main'
import { errors as authErrors } from '@adonisjs/auth'
import vine from '@vinejs/vine'
import { appUrl } from '#config/app'
import { ONE_LINE } from '#core/one_line'
import { fieldErrors } from '#tenancy/http/field_errors'
import { isTicked } from '#tenancy/http/is_ticked'
import { EmailAddress } from '#platform/accounts/email_address'
import { EnterTenant } from '#platform/accounts/enter_tenant'
import { SignIn } from '#platform/sign_in/sign_in'
import { begunSignUp } from '#platform/signup/begun_sign_up'
import { countries, countryByCode } from '#platform/signup/countries'
import { countryOptions, zoneOptions, zonesByCountry } from '#platform/signup/country_options'
import { SignUp, type SignUpInput } from '#platform/signup/sign_up'
import { signUpFaults } from '#platform/signup/sign_up_faults'
import { CheckSubdomain, type CheckedSubdomain } from '#platform/signup/subdomain'
import { SubdomainTaken } from '#tenancy/provisioning/errors'

/** Sign-up, in one page. */
@inject()
export default class SignupController {
  static validator = vine.create({
    company: vine.string().trim().minLength(2).maxLength(80).regex(ONE_LINE),
    subdomain: vine.string().trim().toLowerCase().maxLength(40),
    country: vine.enum(countries.map(({ code }) => code)),
    timezone: vine.string().maxLength(60).optional(),
    name: vine.string().trim().minLength(2).maxLength(80).regex(ONE_LINE),
    email: vine.string().trim().toLowerCase().email().maxLength(254),
    password: vine.string().minLength(8).maxLength(128),
    example_packages: vine.accepted().optional(),
  })

  constructor(
    private signUp: SignUp,
    private checkSubdomain: CheckSubdomain,
    private enterTenant: EnterTenant,
    private signIn: SignIn,
    private emailAddress: EmailAddress
  ) {}

  show({ view }: HttpContext) {
    return view.render('pages/platform/signup', {
      countries: countryOptions,
      zones: zoneOptions,
      zonesByCountry,
      baseHost: appUrl.host,
    })
  }

  terms({ view }: HttpContext) {
    return view.render('pages/platform/terms')
  }

  /** The live check while somebody types. */
  async subdomain(ctx: HttpContext) {
    const subdomain = String(ctx.request.qs().subdomain ?? '')
      .trim()
      .toLowerCase()
      .slice(0, 60)
    const checked = await this.checkSubdomain.execute(subdomain)
    return { available: checked.verdict === 'available', message: said(ctx, checked) }
  }

  async store(ctx: HttpContext) {
    const { request, i18n } = ctx
    const { example_packages: examples, ...typed } = await request.validateUsing(
      SignupController.validator
    )
    const checked = await this.checkSubdomain.execute(typed.subdomain, typed.country)
    if (checked.verdict !== 'available' && !(await begunSignUp(typed.subdomain, typed.email))) {
      return fieldErrors(ctx, { subdomain: said(ctx, checked) })
    }

    const limit = limiter.use({ requests: 20, duration: '1 hour' })
    const allowed = await limit.attempt(`signup:${request.ip()}`, () => true)
    if (!allowed) return fieldErrors(ctx, { company: i18n.t('platform.too_many_signups') })

    const country = countryByCode(typed.country)
    if (!country) return fieldErrors(ctx, { country: i18n.t('platform.country_unknown') })

    const faults = await signUpFaults({ ...typed, country })
    if (Object.keys(faults).length > 0) {
      return fieldErrors(
        ctx,
        Object.fromEntries(Object.entries(faults).map(([field, key]) => [field, i18n.t(key)]))
      )
    }
    return this.#open(ctx, { ...typed, country, examplePackages: isTicked(examples) })
  }

  async #open(ctx: HttpContext, input: SignUpInput) {
    const { response, i18n } = ctx
    try {
      const { account, tenant, isNew } = await this.signUp.execute(input)
      if (isNew && this.emailAddress.isUnproven(account)) {
        await this.emailAddress.askToVerify(i18n, account)
      }
      const isIn = await this.signIn.firstProof(ctx, account)
      return response.redirect(isIn ? await this.enterTenant.link(account, tenant) : '/login/code')
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

function said({ i18n }: HttpContext, { verdict, suggestions }: CheckedSubdomain): string {
  const names = new Intl.ListFormat(i18n.locale, { type: 'disjunction' }).format(suggestions)
  const free = suggestions.length > 0 ? ` ${i18n.t('signup.free', { names })}` : ''
  return i18n.t(`platform.subdomain_${verdict}`) + free
}
