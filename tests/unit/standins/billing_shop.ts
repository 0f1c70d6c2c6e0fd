import Stripe from 'stripe'
import { isRecord, type JsonRecord } from '#tests/standins/kit/guards'
import { startStripeBilling, type RunningStripeBilling } from '#tests/standins/stripe_billing/start'
import { eventually } from '#tests/support/eventually'
import { openWebhookListener, type WebhookListener } from './webhook_listener.js'

export const SECRET = 'whsec_of_the_shop'
export const DAY = 24 * 60 * 60
export const HOUR = 60 * 60
/** 2026-01-10 12:00 UTC, of test clocks. */
export const BEGIN = 1768046400

/** The platform's end of the line: the `stripe` package as it is, and what its webhook hears. */
export class BillingShop {
  private constructor(
    readonly server: RunningStripeBilling,
    readonly stripe: Stripe,
    readonly listener: WebhookListener
  ) {}

  static async open(): Promise<BillingShop> {
    const listener = await openWebhookListener()
    const server = await startStripeBilling({
      secretKey: 'sk_test_shop',
      webhookUrl: `${listener.origin}/hook`,
      webhookSecret: SECRET,
    })
    return new BillingShop(server, clientOf(server), listener)
  }

  async stop(): Promise<void> {
    await this.server.stop()
    await this.listener.stop()
  }

  async price(name: string, amount: number, interval: 'month' | 'year' = 'month') {
    const product = await this.stripe.products.create({ name })
    return this.stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: amount,
      recurring: { interval },
      lookup_key: `${name}-${interval}`,
    })
  }

  /** Somebody who lives by a clock of their own, with a card already. */
  async customer(card?: string) {
    const clock = await this.stripe.testHelpers.testClocks.create({ frozen_time: BEGIN })
    return this.stripe.customers.create({
      name: 'Green Net',
      email: 'billing@green.test',
      test_clock: clock.id,
      ...(card === undefined
        ? {}
        : { payment_method: card, invoice_settings: { default_payment_method: card } }),
    })
  }

  /** A trial of 14 days begun at Checkout, without a card unless one is named. */
  async trial(
    customer: Stripe.Customer,
    missing: 'create_invoice' | 'cancel' | 'pause' = 'create_invoice',
    card = 'none'
  ) {
    const [known] = (await this.stripe.prices.list({ lookup_keys: ['Starter-month'] })).data
    const price = known ?? (await this.price('Starter', 2900))
    const session = await this.stripe.checkout.sessions.create({
      mode: 'subscription',
      customer: customer.id,
      client_reference_id: 'tenant-1',
      line_items: [{ price: price.id, quantity: 1 }],
      payment_method_collection: 'if_required',
      subscription_data: {
        trial_period_days: 14,
        trial_settings: { end_behavior: { missing_payment_method: missing } },
        metadata: { tenantId: '1' },
      },
      success_url: 'http://platform.test/back?s={CHECKOUT_SESSION_ID}',
      cancel_url: 'http://platform.test/back',
    })
    await this.press(String(session.url), { action: 'subscribe', card })
    const { subscription } = await this.stripe.checkout.sessions.retrieve(session.id)
    return { id: String(subscription), session: session.id }
  }

  /** A card for the customer's invoices, and for a subscription that has one of its own. */
  async addCard(customer: Stripe.Customer, token: string, subscription?: string): Promise<void> {
    const method = await this.stripe.paymentMethods.attach(token, { customer: customer.id })
    await this.stripe.customers.update(customer.id, {
      invoice_settings: { default_payment_method: method.id },
    })
    if (subscription === undefined) return
    await this.stripe.subscriptions.update(subscription, { default_payment_method: method.id })
  }

  /** Moves a customer's clock and waits until Stripe is done. */
  async advance(customer: Stripe.Customer, to: number): Promise<void> {
    const id = String(customer.test_clock)
    await this.stripe.testHelpers.testClocks.advance(id, { frozen_time: to })
    await this.ready(id)
  }

  async ready(clock: string): Promise<void> {
    await eventually('the test clock is ready', async () => {
      const { status } = await this.stripe.testHelpers.testClocks.retrieve(clock)
      return status === 'ready'
    })
  }

  /** The types of all events about an object, in the order of their making. */
  told(about: string): string[] {
    return this.server.control
      .events()
      .reverse()
      .filter(({ object }) => JSON.stringify(object).includes(about))
      .map(({ type }) => type)
  }

  /** A call as it goes over the line, without the package. @throws when it is refused */
  async raw(method: string, path: string, fields?: Record<string, string>): Promise<JsonRecord> {
    const response = await fetch(`${this.server.baseUrl}/v1/${path}`, {
      method,
      headers: { authorization: 'Bearer sk_test_shop' },
      body: fields === undefined ? undefined : new URLSearchParams(fields),
    })
    const body: unknown = await response.json()
    if (response.ok && isRecord(body)) return body
    throw new Error(`${method} ${path}: ${JSON.stringify(body)}`)
  }

  /** Presses a button of a page. @returns where the browser is sent, or what it reads */
  async press(url: string, fields: Record<string, string>) {
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    })
    return { location: response.headers.get('location'), said: await response.text() }
  }
}

export function clientOf({ origin }: RunningStripeBilling, key = 'sk_test_shop'): Stripe {
  const { hostname, port } = new URL(origin)
  return new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 })
}
