import { inject } from '@adonisjs/core'
import type Account from '#platform/accounts/account'
import { begunSignUp } from '#platform/signup/begun_sign_up'
import type { Country } from '#platform/signup/countries'
import { FinishOpening } from '#platform/signup/finish_opening'
import { SubdomainTaken } from '#tenancy/provisioning/errors'
import { ProvisionTenant } from '#tenancy/provisioning/provision_tenant'
import type Tenant from '#tenancy/models/tenant'

export interface NewCompany {
  company: string
  subdomain: string
  country: Country
  /** Where the country has several; the country's own when absent. */
  timezone?: string
  /** Have the example packages on sale from the start. */
  examplePackages?: boolean
}

/**
 * Makes an ISP for an account that has proven itself: tenant, schema, tables and membership in one
 * transaction, and what is laid on its table in another. The tenant is ready when this returns.
 * Killed at any point, the worker finishes it, or the same form sent again.
 */
@inject()
export class OpenCompany {
  constructor(
    private provisionTenant: ProvisionTenant,
    private finishOpening: FinishOpening
  ) {}

  /** @throws SubdomainTaken, unless it was taken by this very form a moment ago */
  async execute(account: Account, input: NewCompany): Promise<Tenant> {
    const tenant = await this.#provision(account, input)
    await this.finishOpening.execute(tenant.id)
    return tenant.refresh()
  }

  async #provision(account: Account, input: NewCompany): Promise<Tenant> {
    const { country } = input
    try {
      return await this.provisionTenant.execute({
        slug: input.subdomain,
        name: input.company,
        country: country.code,
        currency: country.currency,
        timezone: input.timezone ?? country.timezone,
        locale: country.locale,
        ownerAccountId: account.id,
        opening: { examplePackages: input.examplePackages ?? false },
        unlikeOthers: true,
      })
    } catch (error) {
      const begun =
        error instanceof SubdomainTaken && (await begunSignUp(input.subdomain, account.email))
      if (!begun) throw error
      return begun
    }
  }
}
