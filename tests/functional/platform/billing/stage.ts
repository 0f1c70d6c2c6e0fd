import { randomBytes } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import type { Group } from '@japa/runner/core'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import type Stripe from 'stripe'
import { appUrl } from '#config/app'
import { Clock, FrozenClock } from '#core/clock'
import { Money } from '#core/money'
import type Invoice from '#platform/billing/invoices/invoice'
import { SettleInvoice } from '#platform/billing/invoices/settle_invoice'
import { BillingRounds } from '#platform/billing/rounds/billing_rounds'
import { lookupKey } from '#platform/billing/stripe/plan_prices'
import { setUpMetering } from '#platform/billing/stripe/set_up/set_up_metering'
import { setUpPlans } from '#platform/billing/stripe/set_up/set_up_plans'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { AskSubscription } from '#platform/billing/subscription/ask_subscription'
import Subscription from '#platform/billing/subscription/subscription'
import { asOwner } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import type { Isp } from '#tests/support/isp'
import type { PlanCode } from '#tenancy/plans/plans'
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
    await setUpPlans(client)
    await setUpMetering(client, Money.of(1, 'USD'))
    stage = { stripe, client }
    return async () => {
      app.container.restore(StripeBilling)
      stage = undefined
      await asOwner(`delete from pgboss.job where name = 'ask-subscription'`)
      await stripe.stop()
    }
  })
}

/** @returns Stripe's id of the price that a plan has now */
export function priceOf(plan: PlanCode): Promise<string> {
  return priceWith(lookupKey(plan))
}

/** @returns Stripe's id of the price that has the lookup key now */
export async function priceWith(key: string): Promise<string> {
  const { data } = await billing().client.prices.list({ lookup_keys: [key] })
  const [price] = data
  if (!price) throw new Error(`Stripe has no price ${key}`)
  return price.id
}

/** An ISP that has subscribed through Stripe's API, with a test card; its row knows. */
export async function subscribed(
  isp: Isp,
  plan: PlanCode,
  { card = 'pm_card_visa', trialDays = 0, clock = '' } = {}
): Promise<Stripe.Subscription> {
  const { client } = billing()
  const { tenant } = isp
  const customer = await client.customers.create({
    name: tenant.name,
    ...(clock && { test_clock: clock }),
  })
  const method = card && (await client.paymentMethods.attach(card, { customer: customer.id })).id
  await Subscription.of(tenant.id)
  await Subscription.query().where('tenant_id', tenant.id).update({ customer: customer.id })
  const present = await client.subscriptions.create({
    customer: customer.id,
    items: [{ price: await priceOf(plan) }],
    ...(method && { default_payment_method: method }),
    ...(trialDays > 0 && {
      trial_period_days: trialDays,
      trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
    }),
  })
  await asked(isp)
  return present
}

/** Asks Stripe, and waits until nobody is asking: an answer that began later is in our row. */
export async function asked({ tenant }: Isp): Promise<Subscription> {
  const ask = await app.container.make(AskSubscription)
  await ask.now(tenant.id)
  await eventually('Stripe has been asked', async () => {
    await ask.execute(tenant.id)
    return db
      .from('platform.subscriptions')
      .where('tenant_id', tenant.id)
      .whereNull('stale_since')
      .whereNull('asking_until')
      .whereNotNull('asked_at')
      .first()
  })
  await tenant.refresh()
  return Subscription.findOrFail(tenant.id)
}

/** Does something at a moment so many days after another, by the application's clock. */
export async function later<T>(
  days: number,
  work: () => Promise<T>,
  since: DateTime = DateTime.utc()
): Promise<T> {
  app.container.swap(Clock, () => new FrozenClock(since.plus({ days })))
  try {
    return await work()
  } finally {
    app.container.restore(Clock)
  }
}

/** An hour's round at one ISP. */
export async function visitIsp({ tenant }: Isp): Promise<void> {
  await tenant.refresh()
  const rounds = await app.container.make(BillingRounds)
  await rounds.visit(tenant)
  await tenant.refresh()
}

/** An ISP with a customer at Stripe and nothing more. */
export async function withCustomer({ tenant }: Isp): Promise<string> {
  const customer = await billing().client.customers.create({ name: tenant.name })
  await Subscription.updateOrCreate({ tenantId: tenant.id }, { customer: customer.id })
  return customer.id
}

/** An admin has seen the money for an invoice of ours. */
export async function settle({ account }: Isp, invoice: Invoice, received = invoice.amountMinor) {
  const settleInvoice = await app.container.make(SettleInvoice)
  return settleInvoice.execute({
    invoiceId: invoice.id,
    receivedMinor: received,
    reference: 'Bank 4711',
    by: { accountId: account.id, name: 'An admin' },
  })
}
