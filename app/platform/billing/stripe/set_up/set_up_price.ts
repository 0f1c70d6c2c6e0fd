import type Stripe from 'stripe'
import type { Money } from '#core/money'
import { isMissing } from '#platform/billing/stripe/is_missing'
import type { Step } from '#platform/billing/stripe/set_up/step'

export interface WantedPrice {
  lookupKey: string
  amount: Money
  product: { id: string; name: string }
  /** Of a price that counts; one without it is the same every month. */
  meter?: string
  metadata?: Record<string, string>
}

/**
 * A monthly price with its lookup key. Prices do not change at Stripe: a new one takes the key
 * over, and the one before stays active, since subscriptions and their schedules go on by it.
 */
export async function setUpPrice(client: Stripe, wanted: WantedPrice): Promise<Step> {
  const { lookupKey, metadata = {} } = wanted
  const what = `price ${lookupKey}`
  const { data } = await client.prices.list({ lookup_keys: [lookupKey], limit: 1 })
  const present = data[0]
  if (present && isAsWanted(present, wanted)) return { what, id: present.id, outcome: 'found' }

  // Without its key it says by its metadata what it is for.
  if (present) await client.prices.update(present.id, { metadata })
  const { id } = await client.prices.create({
    product: present ? idOf(present.product) : await ensureProduct(client, wanted.product),
    currency: wanted.amount.currency.toLowerCase(),
    unit_amount: wanted.amount.minor,
    recurring: {
      interval: 'month',
      ...(wanted.meter && { usage_type: 'metered', meter: wanted.meter }),
    },
    lookup_key: lookupKey,
    transfer_lookup_key: true,
    metadata,
  })
  return { what, id, outcome: present ? 'changed' : 'made' }
}

function isAsWanted(
  { active, currency, unit_amount: minor, recurring }: Stripe.Price,
  { amount, meter }: WantedPrice
): boolean {
  return (
    active &&
    minor === amount.minor &&
    currency === amount.currency.toLowerCase() &&
    recurring?.interval === 'month' &&
    recurring.interval_count === 1 &&
    recurring.meter === (meter ?? null)
  )
}

/** We choose its id, and so it is made once. @returns the id */
async function ensureProduct(client: Stripe, { id, name }: WantedPrice['product']) {
  try {
    await client.products.retrieve(id)
  } catch (error) {
    if (!isMissing(error)) throw error
    await client.products.create({ id, name })
  }
  return id
}

function idOf(product: Stripe.Price['product']): string {
  return typeof product === 'string' ? product : product.id
}
