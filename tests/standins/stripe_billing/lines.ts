import { stripeId } from '../stripe/merchants.js'
import { periodEndAfter } from './calendar.js'
import type { Price } from './records.js'
import type { Item, Line, Subscription } from './subscription_records.js'

interface Period {
  start: number
  end: number
}

/** What a quantity costs, in minor units; halves go up. */
export function cost({ unitAmountDecimal }: Price, quantity: number): number {
  return Math.round(Number(unitAmountDecimal) * quantity)
}

export function isMetered({ price }: Pick<Item, 'price'>): boolean {
  return price.recurring?.usage === 'metered'
}

/** A whole period ahead of each licensed item. */
export function licensedLines(items: readonly Item[], period: Period): Line[] {
  return items
    .filter((item) => !isMetered(item))
    .map((item) => {
      const quantity = item.quantity ?? 1
      const described = `${quantity} × ${nameOf(item.price)}`
      return line(item, { amount: cost(item.price, quantity), described, period, quantity })
    })
}

/** A period behind of each metered item. @param used units of a price, in the period */
export function usageLines(
  items: readonly Item[],
  period: Period,
  used: (price: Price) => number
): Line[] {
  return items.filter(isMetered).map((item) => {
    const quantity = used(item.price)
    const described = `${quantity} × ${nameOf(item.price)}, used`
    return line(item, { amount: cost(item.price, quantity), described, period, quantity })
  })
}

export interface Change {
  lines: Line[]
  /** The interval is another: a new period begins at once. */
  restarts: Period | null
}

/**
 * What a change of items costs, to the second: credit for the time not used, and the time that
 * remains (docs.stripe.com/billing/subscriptions/prorations). Metered items are billed as used,
 * and a trial costs nothing.
 */
export function priceChange(
  subscription: Subscription,
  wanted: readonly Item[],
  date: number,
  prorates: boolean
): Change {
  const { items, periodStart, periodEnd, status } = subscription
  if (status === 'trialing') return { lines: [], restarts: null }
  const gone = items.filter((item) => !wanted.some((other) => isSame(item, other)))
  const come = wanted.filter((item) => !items.some((other) => isSame(item, other)))
  const share = Math.max(0, (periodEnd - date) / (periodEnd - periodStart))
  const rest = { start: date, end: periodEnd }
  const credits = prorates ? partLines(gone, rest, -share, 'Unused') : []
  const recurring = come.find((item) => !isSameInterval(items[0], item))?.price.recurring
  if (!recurring) {
    const debits = prorates ? partLines(come, rest, share, 'Remaining') : []
    return { lines: [...credits, ...debits], restarts: null }
  }
  const end = periodEndAfter(date, recurring.interval, recurring.count, date)
  const restarts = { start: date, end }
  return { lines: [...credits, ...licensedLines(wanted, restarts)], restarts }
}

function partLines(items: readonly Item[], period: Period, share: number, what: string): Line[] {
  return items
    .filter((item) => !isMetered(item))
    .map((item) => {
      const quantity = item.quantity ?? 1
      const amount = Math.sign(share) * Math.round(cost(item.price, quantity) * Math.abs(share))
      const day = new Date(period.start * 1000).toISOString().slice(0, 10)
      const described = `${what} time on ${quantity} × ${nameOf(item.price)} after ${day}`
      return { ...line(item, { amount, described, period, quantity }), proration: true }
    })
}

function isSame(one: Item, other: Item): boolean {
  return one.id === other.id && one.price.id === other.price.id && one.quantity === other.quantity
}

function isSameInterval(one: Item | undefined, other: Item): boolean {
  const [first, second] = [one?.price.recurring, other.price.recurring]
  return first?.interval === second?.interval && first?.count === second?.count
}

function nameOf({ nickname, product }: Price): string {
  return nickname ?? product.name
}

function line(
  item: Item,
  part: { amount: number; described: string; period: Period; quantity: number }
): Line {
  return {
    id: stripeId('il'),
    // Not minus zero, which JSON would lose.
    amount: part.amount || 0,
    currency: item.price.currency,
    description: part.described,
    period: part.period,
    quantity: part.quantity,
    price: item.price,
    proration: false,
    subscriptionItem: item.id,
    invoiceItem: null,
  }
}
