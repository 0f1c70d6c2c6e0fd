import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { EnterTenant, hopperOf } from '#platform/accounts/enter_tenant'
import { CompanyForm, companyFields } from '#platform/signup/company_form'
import { countryByCode } from '#platform/signup/countries'
import { OpenCompany, type NewCompany } from '#platform/signup/open_company'
import { SubdomainTaken } from '#tenancy/provisioning/errors'
import { fieldErrors } from '#tenancy/http/field_errors'
import { isTicked } from '#tenancy/http/is_ticked'

/** Sign-up of a company by somebody who is signed in already: nobody is asked who they are twice. */
@inject()
export default class CompanyController {
  static validator = vine.create(companyFields)

  constructor(
    private companyForm: CompanyForm,
    private openCompany: OpenCompany,
    private enterTenant: EnterTenant
  ) {}

  async store(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const { example_packages: examples, ...typed } = await ctx.request.validateUsing(
      CompanyController.validator
    )
    const country = countryByCode(typed.country)
    if (!country) return fieldErrors(ctx, { country: ctx.i18n.t('platform.country_unknown') })
    const faults = await this.companyForm.faults(ctx, typed, country, account.email)
    if (Object.keys(faults).length > 0) return fieldErrors(ctx, faults)
    if (!(await this.companyForm.mayOpen(account.email))) {
      return fieldErrors(ctx, { company: ctx.i18n.t('signup.too_many_companies') })
    }
    return this.#open(ctx, { ...typed, country, examplePackages: isTicked(examples) })
  }

  async #open(ctx: HttpContext, input: NewCompany) {
    const account = ctx.auth.getUserOrFail()
    try {
      const tenant = await this.openCompany.execute(account, input)
      return ctx.response.redirect(await this.enterTenant.link(account, tenant, hopperOf(ctx)))
    } catch (error) {
      if (!(error instanceof SubdomainTaken)) throw error
      return fieldErrors(ctx, { subdomain: ctx.i18n.t('platform.subdomain_taken') })
    }
  }
}
