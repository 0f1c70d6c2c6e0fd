import { randomInt } from 'node:crypto'
import { test } from '@japa/runner'
import { Till } from '#tests/functional/payments/refunds/till'
import { startRazorpay, type RunningRazorpay } from '#tests/standins/razorpay/start'
import { formOf } from '#tests/support/forms'
import { anySecret, GatewayShop, standIn } from '#tests/support/gateway_shop'
import { Guest } from '#tests/support/guest'
import { NOTHING, once, Purchase, reconcileNow } from '#tests/support/purchase'
import { world } from '#tests/support/world'
import { killedWhen } from './killed_process.js'

const bkash = () => world().bkash.control

test.group('Payments | A process killed between capture and credit, at bKash', (group) => {
  let till: Till
  group.setup(async () => {
    till = await Till.open()
  })
  group.each.teardown(() => bkash().clearFaults())

  test('the money was taken, and the reconciler credits it once', async ({ assert }) => {
    const purchase = await Purchase.begin(new Guest(till.isp, till.router))
    const { searchParams } = new URL(await purchase.act('pay'))
    const hint = {
      method: 'GET',
      query: Object.fromEntries(searchParams),
      headers: {},
      rawBody: '',
    }
    bkash().force({ path: 'execute', mode: 'timeout-after-capture' })
    const { id } = till.isp.tenant
    await killedWhen(
      () => bkash().payment(purchase.paymentId).state === 'completed',
      ...['callback', String(id), 'bkash', purchase.reference, JSON.stringify(hint)]
    )
    assert.equal(await purchase.state(), 'pending')
    assert.deepEqual(await purchase.credits(), NOTHING)

    await reconcileNow(till.isp)
    await purchase.becomes('paid')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
    await purchase.guest.visitor.get(purchase.claim('success'))
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('a refund that bKash has made is found, and not made again', async ({ assert }) => {
    const purchase = await till.paid()
    const { refunds } = bkash().payment(purchase.paymentId)
    const reserved = await till.reserve(purchase, 500)
    bkash().force({ path: 'refund/payment/transaction', mode: 'timeout-after-capture' })
    const { id } = till.isp.tenant
    await killedWhen(() => refunds.length === 1, 'refund', String(id), String(reserved.id))
    assert.equal((await till.refundOf(purchase)).refundState, 'asked')

    bkash().clearFaults()
    await till.askNow()
    await till.ends(purchase, 'made')
    assert.lengthOf(refunds, 1)
    assert.equal(await purchase.state(), 'partly_refunded')
  })
})

test.group('Payments | A process killed between capture and credit, at Razorpay', (group) => {
  let gateway: RunningRazorpay
  let shop: GatewayShop
  const keys = { keyId: `rzp_test_${anySecret().slice(0, 14)}`, keySecret: anySecret() }
  group.setup(async () => {
    gateway = await startRazorpay({ merchants: [{ ...keys, autoCapture: false }] })
    const restore = standIn('RAZORPAY_BASE_URL', gateway.baseUrl)
    shop = await GatewayShop.open(
      'razorpay',
      {
        key_id: keys.keyId,
        key_secret: keys.keySecret,
        business_name: 'GreenNet',
        email: 'receipts@greennet.test',
        webhook_secret: anySecret(),
      },
      'IN'
    )
    return async () => {
      await gateway.stop()
      restore()
    }
  })

  test('the money was taken, and the reconciler credits it once', async ({ assert }) => {
    const purchase = await shop.begin(`+9198${randomInt(10_000_000, 99_999_999)}`)
    const { visitor } = purchase.guest
    const page = await visitor.get(purchase.checkout)
    const { action, fields } = formOf(page, `${gateway.baseUrl}/checkout/embedded`)
    await visitor.post(action, fields)
    const back = gateway.control.complete(purchase.paymentId, 'pay')
    const rawBody = new URLSearchParams('form' in back ? back.form : {}).toString()
    const hint = { method: 'POST', query: {}, headers: {}, rawBody }
    gateway.control.force({ path: 'capture', mode: 'timeout-after-capture' })
    const { id } = shop.isp.tenant
    await killedWhen(
      () => gateway.control.payments(purchase.paymentId)[0]?.status === 'captured',
      ...['callback', String(id), 'razorpay', purchase.reference, JSON.stringify(hint)]
    )
    assert.equal(await purchase.state(), 'pending')
    assert.deepEqual(await purchase.credits(), NOTHING)

    await reconcileNow(shop.isp)
    await purchase.becomes('paid')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })
})
