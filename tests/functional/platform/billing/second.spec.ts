import { test } from '@japa/runner'
import { MARK } from '#platform/billing/changes/end_second'
import TenantEvent from '#platform/lifecycle/tenant_event'
import { eventually } from '#tests/support/eventually'
import { openIsp } from '#tests/support/isp'
import { letter, lettersTo, withMail } from '#tests/functional/platform/billing/letters'
import {
  asked,
  billing,
  priceOf,
  subscribed,
  withBilling,
  withCustomer,
} from '#tests/functional/platform/billing/stage'
import type { PlanCode } from '#tenancy/plans/plans'

/** A page of Checkout that stays open, as in a tab that was forgotten. */
async function openTab(customer: string, plan: PlanCode): Promise<string> {
  const { client } = billing()
  const { id } = await client.checkout.sessions.create({
    mode: 'subscription',
    customer,
    line_items: [{ price: await priceOf(plan), quantity: 1 }],
    success_url: 'https://portico.test/return',
  })
  return id
}

test.group('An ISP that subscribes in two tabs at once', (group) => {
  withBilling(group)
  withMail(group)

  test('pays for the larger plan alone, has the other’s money as credit, and is told', async ({
    assert,
  }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const customer = await withCustomer(isp)
    const { client, stripe } = billing()
    const tabs = [await openTab(customer, 'pro'), await openTab(customer, 'starter')]
    for (const tab of tabs) stripe.control.checkout(tab, { card: 'good' })

    await eventually('one subscription is left', async () => {
      await asked(isp)
      return (await client.subscriptions.list({ customer })).data.length === 1
    })
    const row = await asked(isp)
    const { data: all } = await client.subscriptions.list({ customer, status: 'all' })
    const ended = all.find(({ id }) => id !== row.subscription)
    assert.deepEqual([row.plan, row.status, isp.tenant.plan], ['pro', 'active', 'pro'])
    assert.deepEqual([all.length, ended?.status], [2, 'canceled'])

    const person = await client.customers.retrieve(customer)
    const credit = person.deleted ? 0 : -person.balance
    assert.isTrue(credit > 1800 && credit <= 1900, `${credit} of 1900 cents`)

    await letter(isp, 'one of two subscriptions was ended')
    await asked(isp)
    assert.lengthOf(
      lettersTo(isp).filter(({ subject }) => subject.includes('two subscriptions')),
      1
    )
    const events = await TenantEvent.query().where({
      tenantId: isp.tenant.id,
      kind: 'subscription',
    })
    assert.deepEqual(
      events.map(({ before, after, actor }) => [before, after, actor]),
      [[ended?.id, row.subscription, 'billing']]
    )
    assert.equal(isp.tenant.planEndsAt, null, 'nobody has cancelled')
  })

  test('keeps the first of two equal ones, and is told even when we died before we said so', async ({
    assert,
  }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const first = await subscribed(isp, 'growth')
    const { client } = billing()
    const second = await client.subscriptions.create({
      customer: String(first.customer),
      items: first.items.data.map(({ price }) => ({ price: price.id })),
      default_payment_method: String(first.default_payment_method),
    })
    await client.subscriptions.cancel(second.id, {
      prorate: true,
      invoice_now: true,
      cancellation_details: { comment: MARK },
    })
    await eventually('the first counts', async () => {
      const row = await asked(isp)
      return row.subscription === first.id && row.status === 'active'
    })
    await letter(isp, 'one of two subscriptions was ended')
    const [event] = await TenantEvent.query().where({ before: second.id })
    assert.deepEqual([event?.tenantId, event?.after], [isp.tenant.id, first.id])
  })
})
