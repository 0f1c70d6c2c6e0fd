import { stripeId } from '../stripe/merchants.js'
import type { Params } from '../stripe/params.js'
import { missing, Refusal } from '../stripe/refusals.js'
import { productView } from './catalog_views.js'
import { METADATA } from './known.js'
import type { Price, Product, Recurring } from './records.js'
import type { BillingWorld } from './world.js'

const INTERVALS = ['day', 'week', 'month', 'year'] as const
export const PRICE = [
  'active',
  'billing_scheme',
  'currency',
  'lookup_key',
  'nickname',
  'product',
  'product_data[name]',
  'product_data[metadata][*]',
  'recurring[interval]',
  'recurring[interval_count]',
  'recurring[meter]',
  'recurring[usage_type]',
  'tax_behavior',
  'transfer_lookup_key',
  'unit_amount',
  'unit_amount_decimal',
  ...METADATA,
]

/** @throws Refusal */
export function parsePrice(world: BillingWorld, params: Params): Price {
  const currency = params.need('currency')
  if (!/^[a-z]{3}$/.test(currency)) {
    throw new Refusal(`Invalid currency: ${currency}`, { param: 'currency' })
  }
  const whole = params.integer('unit_amount')
  const decimal =
    params.text('unit_amount_decimal') ?? (whole === undefined ? undefined : `${whole}`)
  if (decimal === undefined) throw missing('unit_amount')
  if (!/^\d{1,12}(?:\.\d{1,12})?$/.test(decimal)) {
    throw new Refusal(`Invalid decimal: ${decimal}`, { param: 'unit_amount_decimal' })
  }
  const recurring = parseRecurring(world, params)
  return {
    id: stripeId('price'),
    product: productOf(world, params),
    currency,
    unitAmount: Number.isInteger(Number(decimal)) ? Number(decimal) : null,
    unitAmountDecimal: decimal,
    recurring,
    nickname: params.text('nickname') ?? null,
    lookupKey: lookupKey(world, params) ?? null,
    taxBehavior: params.text('tax_behavior') ?? 'unspecified',
    active: params.flag('active') ?? true,
    metadata: params.metadata(),
    created: world.now(),
  }
}

function productOf(world: BillingWorld, params: Params): Product {
  const name = params.text('product_data[name]')
  if (name === undefined) return world.products.of(params.need('product'), 'product')
  const now = world.now()
  const product: Product = {
    id: stripeId('prod', 14),
    name,
    ...productFields(params),
    active: true,
    metadata: params.metadata('product_data[metadata]'),
    created: now,
    updated: now,
  }
  world.tell('product.created', productView(world.products.put(product)))
  return product
}

/** Metered prices need a meter: the older usage records are gone. @throws Refusal */
function parseRecurring(world: BillingWorld, params: Params): Recurring | null {
  if (!params.has('recurring')) return null
  params.need('recurring[interval]')
  const usage = params.choice('recurring[usage_type]', ['licensed', 'metered']) ?? 'licensed'
  const meter = params.text('recurring[meter]') ?? null
  if (usage === 'metered' && meter === null) {
    throw new Refusal('Metered prices must be backed by meters.', { param: 'recurring[meter]' })
  }
  if (meter !== null) world.meters.of(meter, 'recurring[meter]')
  return {
    interval: params.choice('recurring[interval]', INTERVALS) ?? 'month',
    count: params.integer('recurring[interval_count]') ?? 1,
    usage,
    meter,
  }
}

/** Good for one active price at a time. @throws Refusal */
export function lookupKey(world: BillingWorld, params: Params): string | undefined {
  const key = params.text('lookup_key')
  const other = world.prices.all().find((price) => price.lookupKey === key)
  if (key === undefined || !other) return key
  if (params.flag('transfer_lookup_key') !== true) {
    throw new Refusal(`A price (\`${other.id}\`) already uses that lookup key.`, {
      param: 'lookup_key',
    })
  }
  other.lookupKey = null
  return key
}

export function productFields(params: Params) {
  return {
    description: params.text('description') ?? null,
    unitLabel: params.text('unit_label') ?? null,
    url: params.text('url') ?? null,
    taxCode: params.text('tax_code') ?? null,
  }
}
