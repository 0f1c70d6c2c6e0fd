import { test } from '@japa/runner'
import PaymentTransition from '#payments/intents/payment_transition'
import { eventually } from '#tests/support/eventually'
import { noticeOf, text } from '#tests/support/forms'
import type { Purchase } from '#tests/support/purchase'
import { world } from '#tests/support/world'
import { Till } from './till.js'

const REFUND = 'refund/payment/transaction'
const STATUS = 'refund/payment/status'
const bkash = () => world().bkash.control
const atBkash = ({ paymentId }: Purchase) => bkash().payment(paymentId).refunds

test.group('Refunds | The answer is lost', (group) => {
  let till: Till
  group.setup(async () => {
    till = await Till.open()
  })
  group.each.teardown(() => bkash().clearFaults())

  test('made and answered by {mode}: it is found at bKash, and made once')
    .with([{ mode: 'drop-after-capture' }, { mode: 'garbage' }, { mode: 'html' }])
    .run(async ({ assert }, { mode }) => {
      const purchase = await till.paid()
      bkash().force({ path: REFUND, mode })
      await till.refund(purchase, { amount: '4.00', effect: 'end' })
      const waiting = await till.refundOf(purchase)
      assert.equal(waiting.refundState, 'asked', 'unknown is not failed')
      assert.equal((await till.standing(purchase)).activation.status, 'running')

      bkash().clearFaults()
      await till.askNow()
      await till.ends(purchase, 'made')
      assert.lengthOf(atBkash(purchase), 1)
      assert.equal(await purchase.state(), 'partly_refunded')
      assert.equal((await till.standing(purchase)).activation.status, 'ended')
    })

  test('what bKash never heard of is asked for again, once it says that it has no such refund', async ({
    assert,
  }) => {
    const purchase = await till.paid()
    bkash().force({ path: REFUND, mode: 'drop' })
    await till.refund(purchase, { amount: '4.00' })
    assert.lengthOf(atBkash(purchase), 0)
    bkash().clearFaults()
    await till.askNow()
    await till.ends(purchase, 'made')
    assert.lengthOf(atBkash(purchase), 1)
  })

  test('two of one amount, one of them lost: each is its own at bKash', async ({ assert }) => {
    const purchase = await till.paid()
    await till.refund(purchase, { amount: '2.00' })
    bkash().force({ path: REFUND, mode: 'drop-after-capture' })
    await till.refund(purchase, { amount: '2.00' })
    bkash().clearFaults()
    await till.askNow()
    await eventually('both are made', async () =>
      (await till.refundsOf(purchase)).every(({ refundState }) => refundState === 'made')
    )
    const refunds = await till.refundsOf(purchase)
    assert.deepEqual(
      refunds.map(({ gatewayRefund }) => gatewayRefund),
      atBkash(purchase).map(({ refundTrxId }) => refundTrxId)
    )
  })

  test('a process that dies before bKash hears of it leaves it to the next', async ({ assert }) => {
    const purchase = await till.paid()
    await till.reserve(purchase, 500)
    assert.lengthOf(atBkash(purchase), 0)
    const page = await till.owner.get(await till.pageOf(purchase))
    assert.include(text(page.body), 'Being made')
    await till.askNow()
    await till.ends(purchase, 'made')
    assert.lengthOf(atBkash(purchase), 1)
  })

  test('while bKash does not say, a person may, and what bKash says later is not counted twice', async ({
    assert,
  }) => {
    const purchase = await till.paid()
    bkash().force({ path: REFUND, mode: 'drop-after-capture' })
    await till.refund(purchase, { amount: '4.00' })
    const { id } = await till.refundOf(purchase)
    await till.restUntilTomorrow()
    const page = await till.owner.submit(
      await till.pageOf(purchase),
      { made: 'yes', note: 'seen in the merchant panel', paper: 'BK-9' },
      `/dashboard/refunds/${id}/decide`
    )
    assert.include(noticeOf(page), 'Written down')

    const refund = await till.refundOf(purchase)
    assert.deepEqual([refund.refundState, refund.gatewayRefund], ['made', 'BK-9'])
    await till.askNow()
    const steps = await till.isp.inside(() =>
      PaymentTransition.query().where('refundId', id).orderBy('id')
    )
    assert.equal(steps.at(-1)?.byName, till.isp.account.name)
    assert.equal((await purchase.intent()).refundedMinor, 400)
  })

  test('while somebody is asking bKash, nobody else asks or decides', async ({ assert }) => {
    const purchase = await till.paid()
    const { id } = await till.reserve(purchase, 500)
    const page = await till.owner.get(await till.pageOf(purchase))
    assert.notInclude(page.body, `/dashboard/refunds/${id}/decide`)

    await till.restUntilTomorrow()
    const form = await till.owner.get(await till.pageOf(purchase))
    const ask = () => till.send(form, `/dashboard/refunds/${id}/ask`)
    await Promise.all([ask(), ask(), ask()])
    assert.lengthOf(atBkash(purchase), 1)
    assert.equal((await till.refundOf(purchase)).refundState, 'made')
  })

  test('marked as not made, the money can be given back again', async ({ assert }) => {
    const purchase = await till.paid()
    bkash().force({ path: REFUND, mode: 'drop' })
    bkash().force({ path: STATUS, mode: '500', times: 50 })
    await till.refund(purchase)
    const { id } = await till.refundOf(purchase)
    await till.restUntilTomorrow()
    await till.owner.submit(
      await till.pageOf(purchase),
      { made: 'no', note: 'not in the merchant panel' },
      `/dashboard/refunds/${id}/decide`
    )
    assert.equal((await till.refundOf(purchase)).refundState, 'not_made')
    bkash().clearFaults()
    await till.refund(purchase)
    assert.equal(await purchase.state(), 'refunded')
    assert.lengthOf(atBkash(purchase), 1)
  })
})
