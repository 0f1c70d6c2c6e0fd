import { test } from '@japa/runner'
import Activity from '#tenancy/activity/activity'
import SmsMessage from '#messaging/sms_message'
import { radiusDate } from '#radius/radius_rows'
import RouterCommand from '#routers/commands/router_command'
import { fetchedBy } from '#tests/functional/receipts/counter'
import { readPdf } from '#tests/unit/receipts/read_pdf'
import { noticeOf, text } from '#tests/support/forms'
import { portalPage } from '#tests/support/guest'
import { radiusRowsOf } from '#tests/support/radius_rows'
import { world } from '#tests/support/world'
import { Till } from './till.js'

const atBkash = (paymentId: string) => world().bkash.control.payment(paymentId).refunds

test.group('Refunds | From the payment’s page', (group) => {
  let till: Till
  group.setup(async () => {
    till = await Till.open()
  })
  group.each.teardown(() => world().bkash.control.clearFaults())

  test('a part and then the rest: bKash, the attempt, the log and the customer know', async ({
    assert,
  }) => {
    const purchase = await till.paid()
    const { amountMinor } = await purchase.intent()
    const page = await till.refund(purchase, { amount: '4.00' })
    assert.include(noticeOf(page), 'has gone back')
    assert.include(text(page.body), 'bought by mistake')
    assert.equal(await purchase.state(), 'partly_refunded')

    await till.refund(purchase, { reason: 'and the rest' })
    assert.equal(await purchase.state(), 'refunded')
    const refunds = await till.refundsOf(purchase)
    assert.deepEqual(
      refunds.map(({ amountMinor: minor, method, byHand }) => [minor, method, byHand]),
      [
        [400, 'bkash', false],
        [amountMinor - 400, 'bkash', false],
      ]
    )
    const there = atBkash(purchase.paymentId).map(({ refundTrxId }) => refundTrxId)
    assert.deepEqual(
      refunds.map(({ gatewayRefund }) => gatewayRefund),
      there
    )
    const { activation } = await till.standing(purchase)
    assert.equal(activation.status, 'running', 'the operator kept it')

    const { mobile } = purchase.guest
    const [told, done] = await till.isp.inside(async () => [
      await SmsMessage.query().where({ mobile, event: 'refunded' }),
      await Activity.query().where('action', 'payment.refunded').whereLike('subject', `${mobile}%`),
    ])
    assert.isTrue(told?.some(({ body }) => body.includes('BDT 4.00')))
    assert.lengthOf(done ?? [], 2)
  })

  test('the history has every step, who took it and what was said, and no secret', async ({
    assert,
  }) => {
    const purchase = await till.paid()
    await till.refund(purchase, { amount: '3.00' })
    const page = await till.owner.get(await till.pageOf(purchase))
    const words = text(page.body)
    assert.include(words, 'Asked: bought by mistake')
    assert.include(words, 'Made by the gateway')
    assert.include(words, 'Gave back BDT 3.00')
    assert.include(words, till.isp.account.name)
    assert.include(page.body, 'refundTrxId', 'the answer is there')
    assert.notInclude(page.body, 'id_token')
  })

  test('the customer’s own page and receipts tell of it', async ({ assert }) => {
    const purchase = await till.paid()
    await till.refund(purchase, { amount: '4.00' })
    const { id } = await purchase.guest.customer()
    const page = text((await till.owner.get(`/dashboard/customers/${id}`)).body)
    assert.include(page, 'Refunded in part')
    assert.include(page, 'Money given back')
    const { visitor } = purchase.guest
    const portal = await purchase.guest.arrive()
    const receipts = await visitor.get(portalPage(portal, '/receipts'))
    assert.include(text(receipts.body), '৳4 given back')
  })

  test('the receipt says what went back', async ({ assert }) => {
    const purchase = await till.paid()
    await till.refund(purchase, { amount: '4.00' })
    const path = `${await till.pageOf(purchase)}/receipt.pdf?lang=en`
    const words = async () => {
      const { octets } = await fetchedBy(till.owner, path)
      return readPdf(octets)
        .pages.map((page) => page.text.replaceAll('|', ''))
        .join('')
    }
    assert.include(await words(), 'Refunded in part')
    await till.refund(purchase)
    const all = await words()
    assert.include(all, 'Refunded')
    assert.notInclude(all, 'in part')
  })

  test('shortening takes the same part of time and data as of the money', async ({ assert }) => {
    const purchase = await till.paid()
    const before = (await till.standing(purchase)).activation
    const { amountMinor } = await purchase.intent()
    const half = (amountMinor / 200).toFixed(2)
    const shown = await till.owner.submit(`${await till.pageOf(purchase)}/refund`, {
      amount: half,
      effect: 'shorten',
      act: 'show',
    })
    assert.include(text(shown.body), 'is shortened')
    assert.lengthOf(await till.refundsOf(purchase), 0, 'looking does nothing')

    await till.refund(purchase, { amount: half, effect: 'shorten' })
    const { activation } = await till.standing(purchase)
    const bought = before.expiresAt.diff(before.startsAt).as('seconds')
    assert.closeTo(before.expiresAt.diff(activation.expiresAt).as('seconds'), bought / 2, 1)
    assert.equal(activation.octetsLimit, before.octetsLimit && before.octetsLimit / 2n)
    const rows = await till.isp.inside(() => radiusRowsOf(purchase.guest.mac))
    assert.include(Object.fromEntries(rows), { Expiration: radiusDate(activation.expiresAt) })
  })

  test('ending it takes the device offline, and the portal offers packages again', async ({
    assert,
  }) => {
    const purchase = await till.paid()
    await till.refund(purchase, { effect: 'end' })
    const { customer, activation } = await till.standing(purchase)
    assert.deepEqual([customer.status, activation.status], ['suspended', 'ended'])
    const { mac } = purchase.guest
    const commands = await till.isp.inside(() => RouterCommand.query().where('kind', 'logout'))
    assert.isTrue(commands.some(({ payload }) => 'mac' in payload && payload.mac === mac))
    const page = await purchase.guest.arrive()
    assert.notInclude(page.url, '/online')
    const [told] = await till.isp.inside(() =>
      SmsMessage.query().where({ mobile: purchase.guest.mobile, event: 'refunded' })
    )
    assert.include(told?.body ?? '', 'your package has ended')
  })

  test('ten at once never give back more than was paid', async ({ assert }) => {
    const purchase = await till.paid()
    const page = await till.pageOf(purchase)
    const forms = await Promise.all(
      Array.from({ length: 10 }, () => till.owner.get(`${page}/refund`))
    )
    await Promise.all(forms.map((form) => till.send(form, `${page}/refund`)))
    assert.lengthOf(await till.refundsOf(purchase), 1)
    assert.lengthOf(atBkash(purchase.paymentId), 1)
    assert.equal(await purchase.state(), 'refunded')
  })

  test('the same form sent twice is one refund', async ({ assert }) => {
    const purchase = await till.paid()
    const page = await till.pageOf(purchase)
    const form = await till.owner.get(`${page}/refund`)
    const once = () => till.send(form, `${page}/refund`, { amount: '2.00' })
    await Promise.all([once(), once()])
    await once()
    assert.lengthOf(await till.refundsOf(purchase), 1)
    assert.lengthOf(atBkash(purchase.paymentId), 1)
  })

  test('what bKash refuses is not made, and can be given back again', async ({ assert }) => {
    const purchase = await till.paid()
    world().bkash.control.force({
      path: 'refund/payment/transaction',
      mode: 'refuse',
      value: '2071',
    })
    const page = await till.refund(purchase, { effect: 'end' })
    assert.include(noticeOf(page), 'did not give back')
    assert.equal((await till.refundOf(purchase)).refundState, 'not_made')
    assert.equal(await purchase.state(), 'paid')
    assert.equal((await till.standing(purchase)).activation.status, 'running')

    await till.refund(purchase)
    assert.equal(await purchase.state(), 'refunded')
  })

  test('money that went back in {way}, by hand, is written down and nobody is asked')
    .with([
      { way: 'cash', method: 'cash' },
      { way: 'gateway_by_hand', method: 'bkash' },
    ] as const)
    .run(async ({ assert }, { way, method }) => {
      const purchase = await till.paid()
      await till.refund(purchase, { way, paper: 'PAPER-7', amount: '5.00' })
      const refund = await till.refundOf(purchase)
      assert.deepEqual(
        [refund.refundState, refund.method, refund.byHand, refund.gatewayRefund],
        ['made', method, true, 'PAPER-7']
      )
      assert.lengthOf(atBkash(purchase.paymentId), 0)
      assert.equal(await purchase.state(), 'partly_refunded')
    })
})
