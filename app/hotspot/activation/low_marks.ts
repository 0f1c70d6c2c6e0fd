import type { DateTime } from 'luxon'
import { octets, type Octets } from '#core/octets'
import type { TenantSettings } from '#tenancy/settings'

/** Where "your balance is low" begins. The Trial is short and free: nobody is warned of its end. */
export function lowMarks(
  { lowBalancePercent, lowBalanceMinutes }: TenantSettings,
  terms: { octetsLimit: Octets | null; expiresAt: DateTime; isTrial: boolean }
): { octetsLowAt: Octets | null; lowFrom: DateTime | null } {
  if (terms.isTrial) return { octetsLowAt: null, lowFrom: null }
  const { octetsLimit, expiresAt } = terms

  return {
    octetsLowAt:
      octetsLimit === null || lowBalancePercent === 0
        ? null
        : octets((octetsLimit * BigInt(100 - lowBalancePercent)) / 100n),
    lowFrom: lowBalanceMinutes === 0 ? null : expiresAt.minus({ minutes: lowBalanceMinutes }),
  }
}
