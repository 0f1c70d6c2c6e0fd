import type { DateTime } from 'luxon'
import type Account from '#platform/accounts/account'

/** Whoever takes over an account changes its address first: the former one is warned for so long. */
const DAYS = 30

export type Addresses = Pick<Account, 'email' | 'formerEmail' | 'emailChangedAt'>

/** The address before the present one, while warnings go there as well; null when there is none. */
export function formerAddress(
  { formerEmail, emailChangedAt }: Omit<Addresses, 'email'>,
  now: DateTime
): string | null {
  return emailChangedAt && emailChangedAt.plus({ days: DAYS }) > now ? formerEmail : null
}
