import { Money } from '#core/money'
import type { PlanCode } from '#tenancy/plans/plans'

/** Of invoices to ISPs whose own currency has no prices below. */
const ELSEWHERE = 'USD'

/**
 * A month of each plan by our own invoices, in minor units and without tax. A currency has prices of
 * its own, which stay when the exchange rate moves; those in US dollars are as at Stripe.
 */
const PRICES: Record<string, Record<PlanCode, number>> = {
  USD: { starter: 1_900, growth: 4_900, pro: 14_900 },
  EUR: { starter: 1_800, growth: 4_500, pro: 13_900 },
  GBP: { starter: 1_500, growth: 3_900, pro: 11_900 },
  BDT: { starter: 220_000, growth: 590_000, pro: 1_790_000 },
  INR: { starter: 160_000, growth: 420_000, pro: 1_290_000 },
  KES: { starter: 250_000, growth: 640_000, pro: 1_950_000 },
}

/** A plan's price a month, without tax, in an ISP's currency or else in US dollars. */
export function invoicePrice(plan: PlanCode, currency: string = ELSEWHERE): Money {
  const known = Object.hasOwn(PRICES, currency) ? PRICES[currency] : undefined
  if (known) return Money.of(known[plan], currency)
  return invoicePrice(plan, ELSEWHERE)
}
