import { randomBytes } from 'node:crypto'
import type { Merchants } from './merchants.js'
import type { Order, OrderBook } from './order_book.js'
import { noSuchId, Refusal, required } from './refusals.js'

/** A customer's visit to the hosted checkout of an order. */
export interface Checkout {
  token: string
  order: Order
  name: string
  contact: string
  email: string | null
  callbackUrl: string
  cancelUrl?: string
}

const FIELDS =
  /^(?:key_id|order_id|amount|currency|name|description|image|method|callback_url|cancel_url|prefill\[(?:name|email|contact)\]|notes\[[^\]]+\]|theme\[\w+\])$/

/** Opens the hosted checkout from the form that the shop's page posts. */
export class CheckoutDesk {
  readonly #checkouts = new Map<string, Checkout>()

  constructor(
    private readonly merchants: Merchants,
    private readonly orders: OrderBook
  ) {}

  /** @throws Refusal for a form that is not the order's. */
  open(form: URLSearchParams): Checkout {
    const unknown = [...form.keys()].find((field) => !FIELDS.test(field))
    if (unknown !== undefined)
      throw new Refusal(`${unknown} is/are not required and should not be sent`)
    const merchant = this.merchants.byKey(need(form, 'key_id'))
    if (!merchant) throw new Refusal('The key id is invalid', 'key_id', 401)
    const order = this.orders.of(merchant, need(form, 'order_id'))
    if (need(form, 'amount') !== String(order.amountMinor)) {
      throw new Refusal('Your payment amount is different from your order amount.', 'amount')
    }
    if (need(form, 'currency') !== order.currency) {
      throw new Refusal('Payment currency is different from the order currency.', 'currency')
    }
    const cancelUrl = form.get('cancel_url') ?? undefined
    const checkout: Checkout = {
      token: randomBytes(18).toString('base64url'),
      order,
      name: need(form, 'name'),
      contact: form.get('prefill[contact]') ?? '+919000090000',
      email: form.get('prefill[email]'),
      callbackUrl: address(need(form, 'callback_url'), 'callback_url'),
      ...(cancelUrl === undefined ? {} : { cancelUrl: address(cancelUrl, 'cancel_url') }),
    }
    this.#checkouts.set(checkout.token, checkout)
    return checkout
  }

  /** @throws Refusal for a token nobody was given. */
  find(token: string): Checkout {
    const checkout = this.#checkouts.get(token)
    if (!checkout) throw noSuchId()
    return checkout
  }

  /** The last visit to an order's checkout. */
  last(order: Order): Checkout | undefined {
    return [...this.#checkouts.values()].findLast((checkout) => checkout.order === order)
  }
}

function need(form: URLSearchParams, field: string): string {
  const value = form.get(field)
  if (value === null || value === '') throw required(field)
  return value
}

function address(value: string, field: string): string {
  const protocol = URL.canParse(value) ? new URL(value).protocol : ''
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new Refusal(`The ${field} is not a valid URL.`, field)
  }
  return value
}
