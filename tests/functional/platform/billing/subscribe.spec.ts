import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { EnsureCustomer } from '#platform/billing/checkout/ensure_customer'
import Invoice from '#platform/billing/invoices/invoice'
import { AskingLease } from '#platform/billing/subscription/asking_lease'
import Subscription from '#platform/billing/subscription/subscription'
import { formOf, noticeOf, text } from '#tests/support/forms'
import { eventually } from '#tests/support/eventually'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import {
  confirmed,
  openSession,
  PLAN,
  toCheckout,
} from '#tests/functional/platform/billing/plan_page'
import { asked, billing, subscribed, withBilling } from '#tests/functional/platform/billing/stage'

test.group('Subscribing', (group) => {
  let isp: Isp
  let owner: Visitor
  withBilling(group)
  group.each.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
  })

  test('begins on a page that shows plan, prices and limits', async ({ assert }) => {
    const page = text((await owner.get(PLAN)).body)
    for (const part of ['Growth', '$49 a month', '$149 a month', '10 routers', 'No invoices yet'])
      assert.include(page, part)
  })

  test('is for owners alone', async ({ assert }) => {
    for (const role of ['manager', 'cashier', 'support'] as const) {
      const other = await operatorOf(isp, role)
      assert.equal((await other.get(PLAN)).status, 403, role)
      assert.equal((await other.get(`${PLAN}/return`)).status, 403, role)
    }
  })

  test('keeps the trial, needs no card, and is true when Stripe says so', async ({ assert }) => {
    const page = await toCheckout(owner, 'pro')
    assert.equal(page.status, 303)
    const session = openSession(isp)
    const { url } = await billing().client.checkout.sessions.retrieve(session.id)
    assert.equal(page.headers.location, url)

    const waiting = await owner.get(`${PLAN}/return?session=${session.id}`)
    assert.include(text(waiting.body), 'Waiting for the confirmation')
    assert.equal(waiting.headers.refresh, '3')

    billing().stripe.control.checkout(session.id, { card: null })
    const back = await confirmed(owner)
    assert.include(noticeOf(back), 'Your subscription is set up')

    const row = await asked(isp)
    assert.equal(row.status, 'trialing')
    assert.equal(row.trialEndsAt?.toUnixInteger(), isp.tenant.trialEndsAt?.toUnixInteger())
    assert.isFalse(row.hasPaymentMethod)
    assert.deepEqual([isp.tenant.plan, isp.tenant.status], ['pro', 'trial'])
  })

  test('is confirmed once all of it is taken over, by whomever', async ({ assert }) => {
    await subscribed(isp, 'starter')
    const lease = await app.container.make(AskingLease)
    await lease.markStale(isp.tenant.id)
    assert.isNotNull(await lease.take(isp.tenant.id), 'another is asking')
    assert.include(text((await owner.get(`${PLAN}/return`)).body), 'Waiting for the confirmation')

    await lease.giveBack(isp.tenant.id)
    assert.include(noticeOf(await confirmed(owner)), 'Your subscription is set up')
  })

  test('works without the browser coming back', async ({ assert }) => {
    await toCheckout(owner, 'starter')
    billing().stripe.control.checkout(openSession(isp).id, { card: 'good' })
    const row = await eventually('the webhook has told', async () => {
      const found = await Subscription.findOrFail(isp.tenant.id)
      return found.status && found.hasPaymentMethod && found
    })
    assert.equal(row.plan, 'starter')
  })

  test('with a tax number shows it beside the plan and with each invoice', async ({ assert }) => {
    await toCheckout(owner, 'growth')
    billing().stripe.control.checkout(openSession(isp).id, {
      card: 'good',
      taxId: { type: 'gb_vat', value: 'GB123456789' },
    })
    await confirmed(owner)
    const row = await asked(isp)
    assert.deepEqual(row.taxIds, ['GB123456789'])
    const [invoice] = await Invoice.query().where('tenant_id', isp.tenant.id)
    assert.deepEqual(invoice?.taxIds, ['GB123456789'])
    const page = await owner.get(PLAN)
    assert.match(text(page.body), /Tax number GB123456789 .* Invoices .* Tax number GB123456789/)
    for (const address of [invoice?.hostedUrl, invoice?.pdfUrl])
      assert.include(page.body, address ?? 'no address')

    await billing().client.customers.createTaxId(row.customer ?? '', {
      type: 'in_gst',
      value: '29GGGGG1314R9Z6',
    })
    await eventually('the portal’s number is heard of', async () => {
      const { taxIds } = await Subscription.findOrFail(isp.tenant.id)
      return taxIds.length === 2
    })
  })

  test('by two clicks makes one customer and one page', async ({ assert }) => {
    const { fields } = formOf(await owner.get(PLAN), `${PLAN}/subscribe`)
    const pages = await Promise.all(
      [1, 2].map(() =>
        owner.browser.visit(owner.host, `${PLAN}/subscribe`, { method: 'POST', form: fields })
      )
    )
    const customers = await billing().client.customers.list({ limit: 100 })
    const theirs = customers.data.filter(
      ({ metadata }) => metadata['tenant_id'] === String(isp.tenant.id)
    )
    assert.lengthOf(theirs, 1)
    const opened = new Set(pages.map(({ headers }) => headers.location).filter(isPage))
    assert.equal(opened.size, 1)
  })

  test('by two owners at once makes one customer, though the first answer was lost', async ({
    assert,
  }) => {
    const { control } = billing().stripe
    const ensure = await app.container.make(EnsureCustomer)
    const of = async (name: string) =>
      (await ensure.execute(isp.tenant, `${name}@isp.test`)).customer
    control.force({ path: '/v1/customers', mode: 'drop-after-capture', times: 3 })
    await assert.rejects(() => of('first'))
    control.clearFaults()
    const customers = await Promise.all([of('second'), of('third'), of('second')])
    assert.lengthOf(new Set(customers), 1)
    assert.equal((await Subscription.findOrFail(isp.tenant.id)).customer, customers[0] ?? '')
  })

  test('closes the page that was opened before', async ({ assert }) => {
    await toCheckout(owner, 'starter')
    const first = openSession(isp)
    await toCheckout(owner, 'growth')
    const before = await billing().client.checkout.sessions.retrieve(first.id)
    assert.equal(before.status, 'expired')
    assert.notEqual(openSession(isp).id, first.id)
  })

  test('twice is refused', async ({ assert }) => {
    const { fields } = formOf(await owner.get(PLAN), `${PLAN}/subscribe`)
    await toCheckout(owner, 'growth')
    billing().stripe.control.checkout(openSession(isp).id, { card: 'good' })
    const page = await owner.browser.visit(owner.host, `${PLAN}/subscribe`, {
      method: 'POST',
      form: fields,
    })
    assert.include(noticeOf(await owner.follow(page)), 'There is a subscription already')
  })

  test('says so when Stripe fails, and changes nothing', async ({ assert }) => {
    const { control } = billing().stripe
    const { fields } = formOf(await owner.get(PLAN), `${PLAN}/subscribe`)
    control.force({ path: '/v1/customers', mode: 'api-error', times: 9 })
    const page = await owner.browser.visit(owner.host, `${PLAN}/subscribe`, {
      method: 'POST',
      form: fields,
    })
    control.clearFaults()
    assert.include(noticeOf(await owner.follow(page)), 'Nothing was changed')
  })

  test('opens the customer portal for who has subscribed', async ({ assert }) => {
    await toCheckout(owner, 'growth')
    billing().stripe.control.checkout(openSession(isp).id, { card: 'good' })
    await confirmed(owner)
    const page = await owner.send(PLAN, {}, `${PLAN}/portal`)
    assert.equal(page.status, 303)
    assert.include(page.headers.location ?? '', billing().stripe.origin)
  })
})

function isPage(location: string | undefined): location is string {
  return Boolean(location?.startsWith('http'))
}
