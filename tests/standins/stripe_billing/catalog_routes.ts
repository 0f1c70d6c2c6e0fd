import { stripeId } from '../stripe/merchants.js'
import type { Params } from '../stripe/params.js'
import { Refusal } from '../stripe/refusals.js'
import type { Api } from './api.js'
import { priceView, productView } from './catalog_views.js'
import { METADATA, PAGING } from './known.js'
import { mergedMetadata } from './metadata.js'
import { pageOf } from './pages.js'
import { lookupKey, parsePrice, PRICE, productFields } from './price_request.js'
import type { Price, Product } from './records.js'
import type { BillingWorld } from './world.js'

const PRODUCT = ['active', 'description', 'name', 'tax_code', 'unit_label', 'url', ...METADATA]

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
      Object.assign(product, {
        ...defined(productFields(params)),
        name: params.text('name') ?? product.name,
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
    .filter((price) => product === undefined || price.product.id === product)
    .filter((price) => currency === undefined || price.currency === currency)
    .filter((price) => type === undefined || (price.recurring !== null) === (type === 'recurring'))
}

function defined(fields: Record<string, string | null>) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}
