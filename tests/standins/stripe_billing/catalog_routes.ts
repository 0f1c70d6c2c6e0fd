import { stripeId } from '../stripe/merchants.js'
import type { Params } from '../stripe/params.js'
import { missing, Refusal } from '../stripe/refusals.js'
import type { Api } from './api.js'
import { priceView, productView } from './catalog_views.js'
import { METADATA, PAGING } from './known.js'
import { mergedMetadata } from './metadata.js'
import { pageOf } from './pages.js'
import type { Price, Product, Recurring } from './records.js'
import type { BillingWorld } from './world.js'

const PRODUCT = ['active', 'description', 'name', 'tax_code', 'unit_label', 'url', ...METADATA]
const INTERVALS = ['day', 'week', 'month', 'year'] as const

/** docs.stripe.com/api/products and …/prices */
export function addCatalogRoutes(api: Api, world: BillingWorld): void {
  const { products, prices } = world
  api
    .add('POST', '/products', ['id', ...PRODUCT], ({ params }) => {
      const now = world.now()
      const product: Product = {
        id: params.text('id') ?? stripeId('prod', 14),
        name: params.need('name'),
        ...productFields(params),
        active: params.flag('active') ?? true,
        metadata: params.metadata(),
        created: now,
        updated: now,
      }
      if (products.find(product.id)) {
        throw new Refusal('Product already exists.', { code: 'resource_already_exists' })
      }
      world.tell('product.created', productView(products.put(product)))
      return productView(product)
    })
    .add('GET', '/products', ['active', 'ids[#]', ...PAGING], ({ params }) => {
      const active = params.flag('active')
      const ids = params.list('ids')
      const found = products
        .all()
        .filter((one) => active === undefined || one.active === active)
        .filter(({ id }) => ids.length === 0 || ids.includes(id))
      return pageOf(found, params, '/v1/products', productView)
    })
    .add('GET', '/products/:id', [], ({ id }) => productView(products.of(id)))
    .add('POST', '/products/:id', PRODUCT, ({ id, params }) => {
      const product = products.of(id)
      const { name = product.name } = { name: params.text('name') }
      Object.assign(product, {
        ...defined(productFields(params)),
        name,
        active: params.flag('active') ?? product.active,
        metadata: mergedMetadata(product.metadata, params),
        updated: world.now(),
      })
      world.tell('product.updated', productView(product))
      return productView(product)
    })
    .add('POST', '/prices', PRICE, ({ params }) => {
      const price = parsePrice(world, params)
      world.tellPrice('created', prices.put(price))
      return priceView(price)
    })
    .add('GET', '/prices', PRICE_LIST, ({ params }) =>
      pageOf(wantedPrices(world, params), params, '/v1/prices', priceView)
    )
    .add('GET', '/prices/:id', [], ({ id }) => priceView(prices.of(id)))
    .add(
      'POST',
      '/prices/:id',
      ['active', 'nickname', 'lookup_key', 'transfer_lookup_key', ...METADATA],
      ({ id, params }) => {
        const price = prices.of(id)
        Object.assign(price, {
          active: params.flag('active') ?? price.active,
          nickname: params.text('nickname') ?? price.nickname,
          lookupKey: lookupKey(world, params) ?? price.lookupKey,
          metadata: mergedMetadata(price.metadata, params),
        })
        world.tellPrice('updated', price)
        return priceView(price)
      }
    )
}

const PRICE = [
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
const PRICE_LIST = ['active', 'currency', 'lookup_keys[#]', 'product', 'type', ...PAGING]

function wantedPrices({ prices }: BillingWorld, params: Params): Price[] {
  const active = params.flag('active')
  const keys = params.list('lookup_keys')
  const { product, currency, type } = {
    product: params.text('product'),
    currency: params.text('currency'),
    type: params.choice('type', ['recurring', 'one_time']),
  }
  return prices
    .all()
    .filter((price) => active === undefined || price.active === active)
    .filter((price) => keys.length === 0 || keys.includes(price.lookupKey ?? ''))
    .filter((price) => product === undefined || price.product === product)
    .filter((price) => currency === undefined || price.currency === currency)
    .filter((price) => type === undefined || (price.recurring !== null) === (type === 'recurring'))
}

function productFields(params: Params) {
  return {
    description: params.text('description') ?? null,
    unitLabel: params.text('unit_label') ?? null,
    url: params.text('url') ?? null,
    taxCode: params.text('tax_code') ?? null,
  }
}

function defined(fields: Record<string, string | null>) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

/** @throws Refusal */
function parsePrice(world: BillingWorld, params: Params): Price {
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

function productOf(world: BillingWorld, params: Params): string {
  const name = params.text('product_data[name]')
  if (name === undefined) return world.products.of(params.need('product'), 'product').id
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
  return product.id
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
function lookupKey(world: BillingWorld, params: Params): string | undefined {
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
