import UndeliverableAddress from '#messaging/mail/undeliverable_address'
import Account from '#platform/accounts/account'
import type { Country } from '#platform/signup/countries'
import { isDisposable } from '#platform/signup/disposable_domains'
import { passwordFault } from '#platform/signup/password_rules'

export interface TypedSignUp {
  country: Country
  email: string
  password: string
  timezone?: string | undefined
}

/**
 * What a form that is well filled in may still have wrong, by field, as keys of messages. Who has
 * an account already is asked for its password, however weak, and may keep its address.
 */
export async function signUpFaults({
  country,
  email,
  password,
  timezone,
}: TypedSignUp): Promise<Record<string, string>> {
  const faults: Record<string, string> = {}
  if (timezone && timezone !== country.timezone && !country.zones?.includes(timezone)) {
    faults.timezone = 'signup.zone_unknown'
  }
  if (await Account.findForAuth(['email'], email)) return faults

  const fault = passwordFault(password, email)
  if (fault) faults.password = `signup.password.${fault}`
  if (isDisposable(email)) faults.email = 'signup.disposable'
  else if (await UndeliverableAddress.find(email)) faults.email = 'signup.undeliverable'
  return faults
}
