import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ChooseInvoices } from '#platform/billing/invoices/choose_invoices'
import Invoice from '#platform/billing/invoices/invoice'
import Subscription from '#platform/billing/subscription/subscription'
import { noticeOf } from '#tests/support/forms'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import {
  confirmed,
  openSession,
  toCheckout,
  toInvoice,
} from '#tests/functional/platform/billing/plan_page'
import {
  asked,
  billing,
  settle,
  subscribed,
  withBilling,
} from '#tests/functional/platform/billing/stage'

test.group('From invoices to a card and back, a subscription', (group) => {
  let isp: Isp
  let owner: Visitor
  withBilling(group)
  group.each.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
  })

  test('to a plan that is too small for what there is, is refused by card and by invoice', async ({
    assert,
  }) => {
    for (let routers = 0; routers < 3; routers += 1) await registerRouter(isp)
    const byCard = await toCheckout(owner, 'starter')
    assert.include(noticeOf(await owner.follow(byCard)), 'too small for what you have: routers')
    const byInvoice = await toInvoice(owner, 'starter')
    assert.include(noticeOf(byInvoice), 'too small for what you have: routers')
    assert.isNull(await Invoice.findBy('tenantId', isp.tenant.id))
  })

  test('after invoices keeps what is paid, and is owed nothing twice; an unfinished page changes nothing', async ({
    assert,
  }) => {
    const chooseInvoices = await app.container.make(ChooseInvoices)
    const first = await chooseInvoices.execute(isp.tenant, 'growth')
    await settle(isp, first)
    const next = await chooseInvoices.execute(isp.tenant, 'growth')

    await toCheckout(owner, 'growth')
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
})
