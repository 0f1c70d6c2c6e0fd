import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import { MergeCustomers } from '#hotspot/customers/merge_customers'
import HotspotLog from '#hotspot/logs/hotspot_log'
import Refund from '#payments/refunds/refund'
import { addCustomer } from '#tests/functional/customers/staff'
import { Counter } from '#tests/functional/recharge/counter'
import { payAtBkash } from '#tests/support/customer'
import { anyMobile } from '#tests/support/guest'
import { noticeOf, text } from '#tests/support/forms'
import { Purchase } from '#tests/support/purchase'
import { Till } from './till.js'

test.group('Refunds | Of what is not as it was bought', (group) => {
  let till: Till
  group.setup(async () => {
    till = await Till.open()
  })

  test('of a number that was merged since: the survivor’s package ends', async ({ assert }) => {
    const purchase = await till.paid()
    const [goes, stays] = [await purchase.guest.customer(), await addCustomer(till.isp)]
    const merge = await app.container.make(MergeCustomers)
    await till.isp.inside(() => merge.execute(stays.id, goes.id))

    await till.refund(purchase, { effect: 'end' })
    const survivor = await till.isp.inside(() => Customer.findOrFail(stays.id))
    assert.equal(survivor.status, 'suspended')
    assert.equal((await till.refundOf(purchase)).customerId, stays.id)
  })

  test('of a package that another has replaced: the other goes on', async ({ assert }) => {
    const purchase = await till.paid()
    const second = await Purchase.begin(purchase.guest, 'Weekly', await purchase.guest.arrive())
    await second.pay()
    await second.becomes('paid')
    const page = await till.owner.get(`${await till.pageOf(purchase)}/refund`)
    assert.include(text(page.body), 'over or was replaced')

    await till.refund(purchase, { effect: 'end' })
    const { customer, activation } = await till.standing(purchase)
    assert.deepEqual([customer.status, activation.status], ['active', 'running'])
    assert.equal(activation.packageName, 'Weekly')
    assert.equal(await purchase.state(), 'refunded')
  })

  test('of one of two payments for one package: only its own time goes', async ({ assert }) => {
    const first = await till.paid()
    const before = (await till.standing(first)).activation
    const second = await Purchase.begin(first.guest, 'Day Pass', await first.guest.arrive())
    /** From another wallet: bKash takes the same amount twice from one only after minutes. */
    const wallet = anyMobile().replace('+88', '')
    await second.guest.visitor.get(await payAtBkash(second.checkout, 'pay', wallet))
    await second.becomes('paid')
    await till.refund(second, { effect: 'shorten' })
    const { activation } = await till.standing(first)
    assert.equal(activation.id, before.id)
    assert.equal(activation.status, 'running')
    assert.closeTo(activation.expiresAt.diff(before.expiresAt).as('seconds'), 0, 1)
    assert.equal(activation.octetsLimit, before.octetsLimit)
  })

  test('of a package whose time is over: the money goes back, and that is all', async ({
    assert,
  }) => {
    const purchase = await till.paid()
    const { activation } = await till.standing(purchase)
    await till.isp.inside(() =>
      Activation.query()
        .where('id', activation.id)
        .update({ status: 'suspended', expiresAt: DateTime.utc().minus({ hours: 1 }).toJSDate() })
    )
    await till.refund(purchase, { effect: 'shorten' })
    assert.equal((await till.standing(purchase)).activation.status, 'suspended')
    assert.equal(await purchase.state(), 'refunded')
  })

  test('a blocked customer stays blocked', async ({ assert }) => {
    const purchase = await till.paid()
    const { id } = await purchase.guest.customer()
    await till.isp.inside(() => Customer.query().where({ id }).update({ status: 'blocked' }))
    await till.refund(purchase, { effect: 'end' })
    const { customer, activation } = await till.standing(purchase)
    assert.deepEqual([customer.status, activation.status], ['blocked', 'ended'])
  })
})

test.group('Refunds | Of cash', () => {
  test('a part is given back in cash, shortens the package, and cannot be undone any more', async ({
    assert,
  }) => {
    const counter = await Counter.open()
    const customer = await counter.customer()
    const payment = await counter.sold(customer, { package: 'Weekly' })
    const before = (await counter.standing(customer)).activation
    const page = `/dashboard/recharges/${payment.id}`
    const half = (payment.amountMinor / 200).toFixed(2)
    const done = await counter.operator.submit(`${page}/refund`, {
      amount: half,
      effect: 'shorten',
      reason: 'half of the week is enough',
      act: 'refund',
    })
    assert.include(noticeOf(done), 'has gone back')
    assert.include(text(done.body), 'half of the week is enough')

    const { activation } = await counter.standing(customer)
    const bought = before?.expiresAt.diff(before.startsAt).as('seconds') ?? 0
    const gone = activation && before?.expiresAt.diff(activation.expiresAt).as('seconds')
    assert.closeTo(gone ?? 0, bought / 2, 2)

    const refund = await counter.isp.inside(() => Refund.findByOrFail('refundOf', payment.id))
    assert.deepEqual([refund.method, refund.byHand, refund.refundState], ['cash', true, 'made'])
    const undone = await counter.operator.get(page)
    assert.notInclude(undone.body, `${page}/undo`)
    const [log] = await counter.isp.inside(() =>
      HotspotLog.query().where({ customerId: customer.id, event: 'refunded' })
    )
    assert.equal(log?.detail.effect, 'shortened')
  })

  test('what was undone is not given back as well', async ({ assert }) => {
    const counter = await Counter.open()
    const customer = await counter.customer()
    const payment = await counter.sold(customer, { package: 'Weekly' })
    await counter.undo(payment)
    const page = await counter.operator.get(`/dashboard/recharges/${payment.id}/refund`)
    assert.include(text(page.body), 'There is nothing to give back')
  })
})
