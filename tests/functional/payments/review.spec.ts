import { test } from '@japa/runner'
import Activity from '#tenancy/activity/activity'
import PaymentIntent from '#payments/intents/payment_intent'
import { Till } from '#tests/functional/payments/refunds/till'
import { errorAt, formOf, noticeOf, text } from '#tests/support/forms'
import { OTHERS_ASK_TOO } from '#tests/support/gateway_shop'
import { Guest } from '#tests/support/guest'
import { operatorOf } from '#tests/support/operator'
import { NOTHING, once, Purchase } from '#tests/support/purchase'
import { world } from '#tests/support/world'

const bkash = () => world().bkash.control

test.group('Payments | A person decides', (group) => {
  let till: Till
  group.setup(async () => {
    till = await Till.open()
  })
  group.each.teardown(() => bkash().clearFaults())

  /** Somebody whose money came, and differs from what was asked for as bKash tells it. */
  async function held(mode = 'lie-amount', value = '1.00'): Promise<Purchase> {
    const purchase = await Purchase.begin(new Guest(till.isp, till.router))
    bkash().force({ path: 'execute', mode: 'drop-after-capture' })
    bkash().force({ path: 'status', mode, value, times: OTHERS_ASK_TOO })
    await purchase.pay()
    await purchase.becomes('review')
    bkash().clearFaults()
    return purchase
  }

  async function decide(purchase: Purchase, act: 'accept' | 'refuse', reason = 'looked at it') {
    const page = await till.pageOf(purchase)
    const form = formOf(await till.owner.get(page), `${page}/refuse`)
    return till.owner.follow(
      await till.owner.browser.visit(till.owner.host, `${page}/${act}`, {
        method: 'POST',
        form: { ...form.fields, reason },
        headers: {
          'x-forwarded-for': till.owner.address,
          'referer': `http://${till.owner.host}${page}`,
        },
      })
    )
  }

  test('the page shows what differs', async ({ assert }) => {
    const purchase = await held()
    const { held: money } = await purchase.intent()
    const words = text((await till.owner.get(await till.pageOf(purchase))).body)
    assert.include(words, '৳1')
    assert.include(words, money?.gatewayTransaction ?? 'no transaction')
    assert.include(words, 'Accept and credit')
  })

  test('accepted, it is credited once, for the money that came', async ({ assert }) => {
    const purchase = await held()
    const page = await decide(purchase, 'accept')
    assert.include(noticeOf(page), 'is accepted')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
    const intent = await purchase.intent()
    const payment = await till.payment(purchase)
    assert.deepEqual([intent.state, payment.amountMinor], ['paid', 100])
    assert.equal(payment.gatewayTransaction, intent.held?.gatewayTransaction)

    await purchase.guest.visitor.get(purchase.claim('success'))
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
    assert.include(text((await till.owner.get(await till.pageOf(purchase))).body), 'looked at it')
  })

  test('refused, nothing is credited, whatever comes later, and the money can go back', async ({
    assert,
  }) => {
    const purchase = await held('lie-invoice', 'somebody-elses')
    const page = await decide(purchase, 'refuse', 'not ours')
    assert.include(text(page.body), 'Give money back')
    assert.equal(await purchase.state(), 'refused')

    await purchase.guest.visitor.get(purchase.claim('success'))
    assert.equal(await purchase.state(), 'refused')
    assert.deepEqual(await purchase.credits(), NOTHING)

    await till.refund(purchase)
    assert.equal(await purchase.state(), 'refunded')
    assert.lengthOf(bkash().payment(purchase.paymentId).refunds, 1)
    assert.isNull((await till.refundOf(purchase)).refundOf)
  })

  test('two people at once: one of them decides', async ({ assert }) => {
    const purchase = await held()
    await Promise.all([
      decide(purchase, 'accept'),
      decide(purchase, 'refuse'),
      decide(purchase, 'accept'),
    ])
    const { mobile } = purchase.guest
    const decisions = await till.isp.inside(() =>
      Activity.query().where('subject', `${mobile}: ${purchase.reference}`)
    )
    assert.lengthOf(decisions, 1)
    const { payments } = await purchase.credits()
    assert.equal(payments, (await purchase.state()) === 'paid' ? 1 : 0)
  })

  test('money that was credited by another payment cannot be accepted or given back', async ({
    assert,
  }) => {
    const purchase = await held()
    const other = await till.paid()
    await till.isp.inside(async () => {
      const { id, held: money } = await purchase.intent()
      const { gatewayTransaction, reference } = await other.intent()
      const creditedTo = { gatewayTransaction: gatewayTransaction ?? '', creditedTo: reference }
      if (!money) throw new Error('Nothing is held')
      await (await PaymentIntent.findOrFail(id)).merge({ held: { ...money, ...creditedTo } }).save()
    })
    const page = await till.owner.get(await till.pageOf(purchase))
    assert.notInclude(page.body, '/accept"')
    assert.include(noticeOf(await decide(purchase, 'accept')), 'decided already')
    await decide(purchase, 'refuse')
    const refund = await till.owner.get(`${await till.pageOf(purchase)}/refund`)
    assert.include(text(refund.body), 'There is nothing to give back')
  })

  test('without a reason nobody decides', async ({ assert }) => {
    const purchase = await held()
    const page = await decide(purchase, 'accept', ' ')
    assert.isDefined(errorAt(page, 'reason'))
    assert.equal(await purchase.state(), 'review')
  })

  test('a cashier looks and does not decide', async ({ assert }) => {
    const purchase = await held()
    const cashier = await operatorOf(till.isp, 'cashier')
    const page = await cashier.get(await till.pageOf(purchase))
    assert.include(text(page.body), 'An owner or a manager decides')
    const form = { ...formOf(page, '/logout').fields, reason: 'because I can' }
    const { status } = await cashier.browser.visit(
      cashier.host,
      `${await till.pageOf(purchase)}/accept`,
      { method: 'POST', form, headers: { 'x-forwarded-for': cashier.address } }
    )
    assert.equal(status, 403)
    assert.equal(await purchase.state(), 'review')
  })

  test('who decided what is in the log', async ({ assert }) => {
    const purchase = await held()
    await decide(purchase, 'accept', 'the customer showed the SMS')
    const { mobile } = purchase.guest
    const [done] = await till.isp.inside(() =>
      Activity.query().where('action', 'payment.accepted').whereLike('subject', `${mobile}%`)
    )
    assert.equal(done?.accountName, till.isp.account.name)
    assert.equal(done?.detail.reason, 'the customer showed the SMS')
  })
})
