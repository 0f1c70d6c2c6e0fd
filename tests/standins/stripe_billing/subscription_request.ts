import type { Params } from '../stripe/params.js'
import { Refusal } from '../stripe/refusals.js'
import { checkTogether } from './checkout_request.js'
import type { Item, Subscription } from './subscription_records.js'
import { newItem } from './new_subscription.js'
import type { BillingWorld } from './world.js'

/** The parameters of a list of items below a name. */
export function itemNames(name: string): string[] {
  return ['id', 'price', 'quantity', 'deleted', 'clear_usage', 'metadata][*'].map(
    (field) => `${name}[#][${field}]`
  )
}

/**
 * The items as they would be after a change: named by `id` they are changed or taken away, without
 * one they come new (docs.stripe.com/billing/subscriptions/multiple-products). @throws Refusal
 */
export function changedItems(
  world: BillingWorld,
  subscription: Subscription,
  params: Params,
  name: string,
  now: number
): Item[] {
  const items = new Map(subscription.items.map((item) => [item.id, item]))
  for (const row of params.rows(name)) {
    const id = params.text(`${row}[id]`)
    const before = id === undefined ? undefined : items.get(id)
    if (id !== undefined && !before) {
      throw new Refusal(`No such subscription item: '${id}'`, {
        param: `${row}[id]`,
        code: 'resource_missing',
      })
    }
    if (before && params.flag(`${row}[deleted]`) === true) {
      items.delete(before.id)
      continue
    }
    const item = changedItem(world, params, row, before, now)
    checkTwice(items, item, row)
    items.set(item.id, item)
  }
  const wanted = [...items.values()]
  if (wanted.length === 0) {
    throw new Refusal('Subscription must have at least one active item', { param: name })
  }
  checkTogether(wanted.map(({ price }) => price))
  const currency = wanted[0]?.price.currency
  if (currency !== subscription.currency) {
    throw new Refusal('You cannot change the currency of a subscription', { param: name })
  }
  return wanted
}

function changedItem(
  world: BillingWorld,
  params: Params,
  row: string,
  before: Item | undefined,
  now: number
): Item {
  const priceId = params.text(`${row}[price]`) ?? before?.price.id ?? params.need(`${row}[price]`)
  const price = world.prices.of(priceId, `${row}[price]`)
  if (price.recurring === null) {
    throw new Refusal('The price specified is set to `type=one_time`', { param: `${row}[price]` })
  }
  const quantity = params.integer(`${row}[quantity]`)
  if (price.recurring.usage === 'metered' && quantity !== undefined) {
    throw new Refusal('Quantity should not be specified where usage_type is `metered`.', {
      param: `${row}[quantity]`,
    })
  }
  const metadata = { ...before?.metadata, ...params.metadata(`${row}[metadata]`) }
  // The quantity stays only with its price (docs.stripe.com/api/subscriptions/update).
  const kept = price.id === before?.price.id ? before.quantity : 1
  const item = newItem({ price, quantity: quantity ?? kept, metadata }, now)
  return before ? { ...item, id: before.id, created: before.created } : item
}

function checkTwice(items: Map<string, Item>, item: Item, row: string): void {
  const twin = [...items.values()].find(
    ({ id, price }) => id !== item.id && price.id === item.price.id
  )
  if (!twin) return
  throw new Refusal(
    `Subscriptions cannot have several items with the price ${item.price.id}; change the quantity of ${twin.id}.`,
    { param: `${row}[price]` }
  )
}
