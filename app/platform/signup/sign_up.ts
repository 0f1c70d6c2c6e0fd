import { inject } from '@adonisjs/core'
import Account from '#platform/accounts/account'
import { OpenCompany, type NewCompany } from '#platform/signup/open_company'
import type Tenant from '#tenancy/models/tenant'
import { isUniqueViolation } from '#tenancy/unique_violation'

export interface SignUpInput extends NewCompany {
  name: string
  email: string
  password: string
}

export interface SignedUp {
  account: Account
  tenant: Tenant
  /** False when the account was there before. */
  isNew: boolean
}

/** Makes an ISP of a stranger: an account first, then its company. */
@inject()
export class SignUp {
  constructor(private openCompany: OpenCompany) {}

  /** @throws SubdomainTaken, InvalidCredentials when the e-mail has an account with another password */
  async execute(input: SignUpInput): Promise<SignedUp> {
    const { account, isNew } = await this.#account(input)
    return { account, isNew, tenant: await this.openCompany.execute(account, input) }
  }

  /** Somebody who has an account already, if only since a moment, proves it with its password. */
  async #account({ email, name, password }: SignUpInput) {
    const known = await Account.findForAuth(['email'], email)
    if (known) return { account: await Account.verifyCredentials(email, password), isNew: false }

    try {
      const account = await Account.create({ email, name, password, emailVerifiedAt: null })
      return { account, isNew: true }
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      return { account: await Account.verifyCredentials(email, password), isNew: false }
    }
  }
}
