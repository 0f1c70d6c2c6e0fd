import { inject } from '@adonisjs/core'
import type Account from '#platform/accounts/account'
import { begunSignUp } from '#platform/signup/begun_sign_up'
import { FinishOpening } from '#platform/signup/finish_opening'
import type { SignUpInput } from '#platform/signup/sign_up'
import type Tenant from '#tenancy/models/tenant'
import { ProvisionTenant } from '#tenancy/provisioning/provision_tenant'

export type NewCompany = Pick<
  SignUpInput,
  'company' | 'subdomain' | 'country' | 'timezone' | 'examplePackages'
>

/** One more company for somebody who is signed in, by whatever way, and has proven enough by that. */
@inject()
export class AddCompany {
  constructor(
    private provisionTenant: ProvisionTenant,
    private finishOpening: FinishOpening
  ) {}

  /** @throws SubdomainTaken */
  async execute(account: Account, input: NewCompany): Promise<Tenant> {
    const begun = await begunSignUp(input.subdomain, account.email)
    if (begun) return begun
    const tenant = await this.provisionTenant.execute({
      slug: input.subdomain,
      name: input.company,
      country: input.country.code,
      currency: input.country.currency,
      timezone: input.timezone ?? input.country.timezone,
      locale: input.country.locale,
      ownerAccountId: account.id,
      opening: { examplePackages: input.examplePackages ?? false },
      unlikeOthers: true,
    })
    await this.finishOpening.execute(tenant.id)
    return tenant.refresh()
  }
}
