import { inject } from '@adonisjs/core'
import Account from '#platform/accounts/account'
import type { Country } from '#platform/signup/countries'
import { begunSignUp } from '#platform/signup/begun_sign_up'
import { FinishOpening } from '#platform/signup/finish_opening'
import type Tenant from '#tenancy/models/tenant'
import { isUniqueViolation } from '#tenancy/unique_violation'
import { SubdomainTaken } from '#tenancy/provisioning/errors'
import { ProvisionTenant } from '#tenancy/provisioning/provision_tenant'

export interface SignUpInput {
  company: string
  subdomain: string
  country: Country
  name: string
  email: string
  password: string
  /** Where the country has several; the country's own when absent. */
  timezone?: string
  /** Have the example packages on sale from the start. */
  examplePackages?: boolean
}

export interface SignedUp {
  account: Account
  tenant: Tenant
  /** False when the account was there before. */
  isNew: boolean
}

/**
 * Makes an ISP of a stranger: an account, then tenant, schema, tables and
 * membership in one transaction, and what is laid on its table in another. The
 * tenant is ready when this returns. Killed at any point, the worker finishes
 * it, or the same form sent again.
 */
@inject()
export class SignUp {
  constructor(
    private provisionTenant: ProvisionTenant,
    private finishOpening: FinishOpening
  ) {}

  /** @throws SubdomainTaken, InvalidCredentials when the e-mail has an account with another password */
  async execute(input: SignUpInput): Promise<SignedUp> {
    const { account, isNew } = await this.#account(input)
    const tenant = await this.#tenant(input, account)
    await this.finishOpening.execute(tenant.id)
    return { account, tenant: await tenant.refresh(), isNew }
  }

  /** @throws SubdomainTaken, unless it was taken by this very form a moment ago */
  async #tenant(input: SignUpInput, account: Account): Promise<Tenant> {
    try {
      return await this.provisionTenant.execute({
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
    } catch (error) {
      const begun =
        error instanceof SubdomainTaken && (await begunSignUp(input.subdomain, account.email))
      if (!begun) throw error
      return begun
    }
  }

  /** Somebody who has an account already, if only since a moment, proves it with its password. */
  async #account({ email, name, password }: SignUpInput) {
    const known = await Account.findForAuth(['email'], email)
    if (known) return { account: await Account.verifyCredentials(email, password), isNew: false }

    try {
      return { account: await Account.create({ email, name, password }), isNew: true }
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      return { account: await Account.verifyCredentials(email, password), isNew: false }
    }
  }
}
