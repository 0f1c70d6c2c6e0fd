import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors as authErrors } from '@adonisjs/auth'
import vine from '@vinejs/vine'
import { appUrl } from '#config/app'
import { ONE_LINE } from '#core/one_line'
import { fieldErrors } from '#tenancy/http/field_errors'
import { isTicked } from '#tenancy/http/is_ticked'
import { EmailAddress } from '#platform/accounts/email_address'
import { EnterTenant, hopperOf } from '#platform/accounts/enter_tenant'
import { offeredProviders, providerNames } from '#platform/sign_in/oauth/providers'
import { SignIn } from '#platform/sign_in/sign_in'
import { CompanyForm, companyFields } from '#platform/signup/company_form'
import { countryByCode } from '#platform/signup/countries'
import { countryFacts, countryOptions, zoneOptions } from '#platform/signup/country_options'
import { SignUp, type SignUpInput } from '#platform/signup/sign_up'
import { SignUpFaults } from '#platform/signup/sign_up_faults'
import { CheckSubdomain } from '#platform/signup/subdomain'
import { SubdomainTaken } from '#tenancy/provisioning/errors'

/** Sign-up, in one page. */
@inject()
export default class SignupController {
  static validator = vine.create({
    ...companyFields,
    name: vine.string().trim().minLength(2).maxLength(80).regex(ONE_LINE),
    email: vine.string().trim().toLowerCase().email().maxLength(254),
    password: vine.string().minLength(8).maxLength(128),
  })

  constructor(
    private signUp: SignUp,
    private checkSubdomain: CheckSubdomain,
    private companyForm: CompanyForm,
    private signUpFaults: SignUpFaults,
    private enterTenant: EnterTenant,
    private signIn: SignIn,
    private emailAddress: EmailAddress
  ) {}

  /** Whoever is signed in is asked for the company alone; CompanyController takes that. */
  async show({ auth, view }: HttpContext) {
    const guard = auth.use('web')
    return view.render('pages/platform/signup', {
      account: (await guard.check()) ? guard.getUserOrFail() : null,
      countries: countryOptions,
      facts: JSON.stringify(countryFacts),
      zones: zoneOptions,
      providers: offeredProviders.map((name) => ({ name, label: providerNames[name] })),
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
    const message = this.companyForm.said(ctx, checked)
    return { available: checked.verdict === 'available', message }
  }

  async store(ctx: HttpContext) {
    const { request, i18n } = ctx
    const { example_packages: examples, ...typed } = await request.validateUsing(
      SignupController.validator
    )
    const country = countryByCode(typed.country)
    if (!country) return fieldErrors(ctx, { country: i18n.t('platform.country_unknown') })

    const aboutCompany = await this.companyForm.faults(ctx, typed, country, typed.email)
    const isRefused = aboutCompany.subdomain ?? aboutCompany.company
    const aboutPerson = isRefused ? {} : await this.signUpFaults.of(ctx, typed)
    const faults = { ...aboutCompany, ...aboutPerson }
    if (Object.keys(faults).length > 0) return fieldErrors(ctx, faults)
    if (!(await this.companyForm.mayOpen(typed.email))) {
      return fieldErrors(ctx, { email: i18n.t('signup.too_many_companies') })
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
      if (!isIn) return response.redirect('/login/code')
      return response.redirect(await this.enterTenant.link(account, tenant, hopperOf(ctx)))
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
