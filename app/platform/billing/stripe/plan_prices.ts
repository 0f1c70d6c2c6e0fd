import { inject } from '@adonisjs/core'
import type Stripe from 'stripe'
import { Money } from '#core/money'
import { PriceMissing } from '#platform/billing/errors'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { isPlanCode, PLAN_CODES, type PlanCode } from '#tenancy/plans/plans'

/** Lookup keys of the prices at Stripe, as `billing:setup` makes them. */
export const METERED = 'portico_active_customers'
const PLAN_KEY = /^portico_(\w+)_monthly$/

const REMEMBERED_MS = 600_000

export interface PlanPrice {
  plan: PlanCode
  priceId: string
  /** A month. */
  amount: Money
}

export interface Prices {
  plans: PlanPrice[]
  /** What active customers are charged by, where they are. */
  metered: string | null
}

const remembered = new WeakMap<Stripe, { at: number; prices: Promise<Prices> }>()

/** What the plans cost, as Stripe has it; remembered for ten minutes, and asked once for all who wait. */
@inject()
export class PlanPrices {
  constructor(private stripe: StripeBilling) {}

  all(): Promise<Prices> {
    const { client } = this.stripe
    const known = remembered.get(client)
    if (known && Date.now() - known.at < REMEMBERED_MS) return known.prices

    const prices = askPrices(client)
    remembered.set(client, { at: Date.now(), prices })
    prices.catch(() => remembered.delete(client))
    return prices
  }

  /** @throws PriceMissing */
  async of(plan: PlanCode): Promise<PlanPrice> {
    const { plans } = await this.all()
    const price = plans.find((each) => each.plan === plan)
    if (!price) throw new PriceMissing(lookupKey(plan))
    return price
  }
}

async function askPrices(client: Stripe): Promise<Prices> {
  const { data } = await client.prices.list({
    lookup_keys: [...PLAN_CODES.map(lookupKey), METERED],
    active: true,
    limit: 10,
  })
  return {
    plans: data.flatMap((price) => planPrice(price) ?? []),
    metered: data.find(({ lookup_key: key }) => key === METERED)?.id ?? null,
  }
}

/** The plan a price is for. One that gave its lookup key to a successor says it in its metadata. */
export function planOfPrice({
  lookup_key: key,
  metadata,
}: Pick<Stripe.Price, 'lookup_key' | 'metadata'>): PlanCode | null {
  const plan = PLAN_KEY.exec(key ?? '')?.[1] ?? metadata['plan']
  return isPlanCode(plan) ? plan : null
}

export function lookupKey(plan: PlanCode): string {
  return `portico_${plan}_monthly`
}

function planPrice(price: Stripe.Price): PlanPrice | null {
  const plan = planOfPrice(price)
  if (!plan || price.unit_amount === null) return null
  return {
    plan,
    priceId: price.id,
    amount: Money.of(price.unit_amount, price.currency.toUpperCase()),
  }
}
