import { Money } from '#core/money'
import type { PlanCode } from '#tenancy/plans/plans'

/** US dollars a month, in cents, where an ISP pays by invoice; as the prices at Stripe. */
const CENTS: Record<PlanCode, number> = { starter: 1900, growth: 4900, pro: 14_900 }

export function invoicePrice(plan: PlanCode): Money {
  return Money.of(CENTS[plan], 'USD')
}
