import type { DateTime } from 'luxon'
import type Account from '#platform/accounts/account'

/** Whoever takes an account over changes its address first: so long the one before is warned, too. */
const DAYS = 30

export type Addresses = Pick<Account, 'email' | 'formerEmail' | 'emailChangedAt'>

/** The address before the present one, while warnings go there as well; null when there is none. */
export function formerAddress(
  { formerEmail, emailChangedAt }: Omit<Addresses, 'email'>,
  now: DateTime
): string | null {
  return emailChangedAt && emailChangedAt.plus({ days: DAYS }) > now ? formerEmail : null
}
