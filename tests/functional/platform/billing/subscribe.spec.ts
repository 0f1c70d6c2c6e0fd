import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ChooseInvoices } from '#platform/billing/invoices/choose_invoices'
import Invoice from '#platform/billing/invoices/invoice'
import Subscription from '#platform/billing/subscription/subscription'
import { formOf, noticeOf, text } from '#tests/support/forms'
import { eventually } from '#tests/support/eventually'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import {
  asked,
  billing,
  settle,
  subscribed,
  withBilling,
} from '#tests/functional/platform/billing/stage'

const PLAN = '/dashboard/settings/plan'

/** The Checkout session that is open for an ISP. */
function openSession({ tenant }: Isp) {
  const session = billing()
    .stripe.control.sessions()
    .find((each) => each.status === 'open' && each.clientReferenceId === String(tenant.id))
  if (!session) throw new Error('No page of Checkout is open')
  return session
}

async function choose(owner: Visitor, plan: string) {
  const page = await owner.get(PLAN)
  const forms = page.body.split('<form').filter((form) => form.includes(`value="${plan}"`))
  const { fields } = formOf({ body: `<form${forms[0] ?? ''}` }, `${PLAN}/subscribe`)
  return owner.send(PLAN, { ...fields, plan }, `${PLAN}/subscribe`)
}

/** The page after the wait, as a browser comes to it that reloads. */
async function confirmed(owner: Visitor) {
  const page = await eventually('Stripe has confirmed', async () => {
    const answer = await owner.get(`${PLAN}/return`)
    return answer.status === 302 && answer
  })
  return owner.follow(page)
}

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
    const page = await choose(owner, 'pro')
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

  test('works without the browser coming back', async ({ assert }) => {
    await choose(owner, 'starter')
    billing().stripe.control.checkout(openSession(isp).id, { card: 'good' })
    const row = await eventually('the webhook has told', async () => {
      const found = await Subscription.findOrFail(isp.tenant.id)
      return found.status && found.hasPaymentMethod && found
    })
    assert.equal(row.plan, 'starter')
  })

  test('with a tax number shows it beside the plan and with each invoice', async ({ assert }) => {
    await choose(owner, 'growth')
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

  test('closes the page that was opened before', async ({ assert }) => {
    await choose(owner, 'starter')
    const first = openSession(isp)
    await choose(owner, 'growth')
    const before = await billing().client.checkout.sessions.retrieve(first.id)
    assert.equal(before.status, 'expired')
    assert.notEqual(openSession(isp).id, first.id)
  })

  test('to a plan that is too small for what there is, is refused by card and by invoice', async ({
    assert,
  }) => {
    for (let routers = 0; routers < 3; routers += 1) await registerRouter(isp)
    const byCard = await choose(owner, 'starter')
    assert.include(noticeOf(await owner.follow(byCard)), 'too small for what you have: routers')
    const { fields } = formOf(await owner.get(PLAN), `${PLAN}/invoice`)
    const byInvoice = await owner.send(PLAN, { ...fields, plan: 'starter' }, `${PLAN}/invoice`)
    assert.include(noticeOf(await owner.follow(byInvoice)), 'too small for what you have: routers')
    assert.isNull(await Invoice.findBy('tenantId', isp.tenant.id))
  })

  test('after invoices keeps what is paid, and is owed nothing twice; an unfinished page changes nothing', async ({
    assert,
  }) => {
    const chooseInvoices = await app.container.make(ChooseInvoices)
    const first = await chooseInvoices.execute(isp.tenant, 'growth')
    await settle(isp, first)
    const next = await chooseInvoices.execute(isp.tenant, 'growth')

    await choose(owner, 'growth')
    await asked(isp)
    const { way } = await Subscription.findOrFail(isp.tenant.id)
    assert.deepEqual([way, (await Invoice.findOrFail(next.id)).status], ['invoice', 'open'])

    billing().stripe.control.checkout(openSession(isp).id, { card: 'good' })
    await confirmed(owner)
    const row = await asked(isp)
    const open = await Invoice.query().where({ tenantId: isp.tenant.id, status: 'open' })
    assert.deepEqual([row.way, row.status, open.length], ['card', 'trialing', 0])
    assert.equal(row.trialEndsAt?.toUnixInteger(), Math.floor(first.periodEnd.toSeconds()))
    assert.equal(isp.tenant.status, 'active')
  })

  test('that is over leaves the plan alone that was chosen by invoice since', async ({
    assert,
  }) => {
    const { id } = await subscribed(isp, 'growth')
    await billing().client.subscriptions.cancel(id)
    await asked(isp)
    const chooseInvoices = await app.container.make(ChooseInvoices)
    await chooseInvoices.execute(isp.tenant, 'starter')
    const row = await asked(isp)
    assert.deepEqual([row.way, row.status, row.plan], ['invoice', 'canceled', 'starter'])
  })

  test('twice is refused', async ({ assert }) => {
    const { fields } = formOf(await owner.get(PLAN), `${PLAN}/subscribe`)
    await choose(owner, 'growth')
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
    await choose(owner, 'growth')
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
