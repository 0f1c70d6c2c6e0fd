import { randomBytes } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import type { Group } from '@japa/runner/core'
import Stripe from 'stripe'
import { appUrl } from '#config/app'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import Subscription from '#platform/billing/subscription/subscription'
import { visit, type Page } from '#tests/support/browser'
import type { Isp } from '#tests/support/isp'
import { startStripeBilling, type RunningStripeBilling } from '#tests/standins/stripe_billing/start'

export const SECRETS = ['whsec_of_the_tests_now', 'whsec_of_the_tests_before'] as const

/** The platform's account at a Stripe of its own, for the tests of one group. */
export interface BillingStage {
  stripe: RunningStripeBilling
  client: Stripe
}

let stage: BillingStage | undefined

/** @throws before the group has set it up */
export function billing(): BillingStage {
  if (!stage) throw new Error('The billing stage has not been set up')
  return stage
}

/** Gives a group a Stripe with prices for the plans, and the application an account there. */
export function withBilling(group: Group): void {
  group.setup(async () => {
    const secretKey = `sk_test_${randomBytes(12).toString('hex')}`
    const stripe = await startStripeBilling({
      secretKey,
      webhookUrl: `${appUrl.origin}/billing/stripe`,
      webhookSecret: SECRETS[0],
    })
    const settings = { secretKey, baseUrl: stripe.baseUrl, webhookSecrets: SECRETS }
    app.container.swap(StripeBilling, () => new StripeBilling(settings))
    const { client } = new StripeBilling(settings)
    await addPrices(client)
    stage = { stripe, client }
    return async () => {
      app.container.restore(StripeBilling)
      stage = undefined
      await stripe.stop()
    }
  })
}

/** What whoever runs the platform sets up at Stripe once: a price a plan, under its lookup key. */
async function addPrices(client: Stripe): Promise<void> {
  const monthly = { interval: 'month' as const }
  for (const [plan, cents] of Object.entries({ starter: 1900, growth: 4900, pro: 14_900 })) {
    const product = await client.products.create({ name: `Portico ${plan}` })
    await client.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: cents,
      recurring: monthly,
      lookup_key: `portico_${plan}_monthly`,
    })
  }
}

/** An event as Stripe would post it. */
export interface Posted {
  id?: string
  type?: string
  object?: Record<string, unknown>
  /** Seconds since 1970 at which it says that it was made. */
  created?: number
  /** Seconds since 1970 of the signature. */
  signedAt?: number
  secret?: string
  /** Another body than the one that was signed. */
  tampered?: boolean
}

export function anyEventId(): string {
  return `evt_${randomBytes(12).toString('hex')}`
}

export function post({
  id = anyEventId(),
  type = 'customer.subscription.updated',
  object = { id: 'sub_x', object: 'subscription', customer: 'cus_of_nobody' },
  created = Math.floor(Date.now() / 1000),
  signedAt = Math.floor(Date.now() / 1000),
  secret = SECRETS[0],
  tampered = false,
}: Posted): Promise<Page> {
  const payload = JSON.stringify({ id, object: 'event', type, created, data: { object } })
  const signature = Stripe.webhooks.generateTestHeaderString({
    payload,
    secret,
    timestamp: signedAt,
  })
  return visit(appUrl.host, '/billing/stripe', {
    method: 'POST',
    text: tampered ? payload.replace(type, 'invoice.paid') : payload,
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
  })
}

/** An ISP with a customer at Stripe and nothing more. */
export async function withCustomer({ tenant }: Isp): Promise<string> {
  const customer = await billing().client.customers.create({ name: tenant.name })
  await Subscription.updateOrCreate({ tenantId: tenant.id }, { customer: customer.id })
  return customer.id
}
