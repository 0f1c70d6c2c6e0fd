import { inject } from '@adonisjs/core'
import Account from '#platform/accounts/account'
import type { Country } from '#platform/signup/countries'
import { ConnectStarterGateways } from '#platform/signup/connect_starter_gateways'
import type Tenant from '#tenancy/models/tenant'
import { isUniqueViolation } from '#tenancy/unique_violation'
import { ProvisionTenant } from '#tenancy/provisioning/provision_tenant'

export interface SignUpInput {
  company: string
  subdomain: string
  country: Country
  name: string
  email: string
  password: string
}

/**
 * Makes an ISP of a stranger: an account, then tenant, schema, tables and
 * membership in one transaction. The tenant is ready when this returns.
 */
@inject()
export class SignUp {
  constructor(
    private provisionTenant: ProvisionTenant,
    private connectStarterGateways: ConnectStarterGateways
  ) {}

  /** @throws SubdomainTaken, InvalidCredentials when the e-mail has an account with another password */
  async execute(input: SignUpInput): Promise<{ account: Account; tenant: Tenant }> {
    const account = await this.#account(input)
    const tenant = await this.provisionTenant.execute({
      slug: input.subdomain,
      name: input.company,
      country: input.country.code,
      currency: input.country.currency,
      timezone: input.country.timezone,
      locale: input.country.locale,
      ownerAccountId: account.id,
    })
    await this.connectStarterGateways.execute(tenant)
    return { account, tenant }
  }

  /** Somebody who has an account already, if only since a moment, proves it with its password. */
  async #account({ email, name, password }: SignUpInput): Promise<Account> {
    const known = await Account.findForAuth(['email'], email)
    if (known) return Account.verifyCredentials(email, password)

    try {
      return await Account.create({ email, name, password })
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      return Account.verifyCredentials(email, password)
    }
  }
}
