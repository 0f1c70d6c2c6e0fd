import { test } from '@japa/runner'
import { startShurjopay } from '#tests/standins/shurjopay/start'
import { startSslcommerz, type RunningSslcommerz } from '#tests/standins/sslcommerz/start'
import { startStripe, type RunningStripe } from '#tests/standins/stripe/start'
import { formOf, text } from '#tests/support/forms'
import { anySecret, GatewayShop, standIn } from '#tests/support/gateway_shop'
import type { Purchase } from '#tests/support/purchase'
import { Till } from './till.js'

const tillOf = ({ isp, router }: GatewayShop) => Till.open(isp, router)

test.group('Refunds | At Stripe', (group) => {
  let gateway: RunningStripe
  let till: Till
  let shop: GatewayShop
  group.setup(async () => {
    const secretKey = `sk_test_${anySecret()}`
    gateway = await startStripe({ merchants: [{ secretKey }] })
    const restore = standIn('STRIPE_BASE_URL', gateway.baseUrl)
    const credentials = { secret_key: secretKey, webhook_secret: `whsec_${anySecret()}` }
    shop = await GatewayShop.open('stripe', credentials, 'IN')
    till = await tillOf(shop)
    return async () => {
      await gateway.stop()
      restore()
    }
  })
  group.each.teardown(() => {
    gateway.control.clearFaults()
    gateway.control.useRefundStatus('succeeded')
  })

  async function paid(): Promise<Purchase> {
    const purchase = await shop.begin(undefined, 'Monthly Unlimited')
    await purchase.guest.visitor.get(gateway.control.complete(purchase.paymentId, 'pay') ?? '')
    await purchase.becomes('paid')
    return purchase
  }

  const givenBack = ({ paymentId }: Purchase) =>
    gateway.control.session(paymentId).intent?.refundedMinor

  test('one whose answer is lost is asked for under the same key, and made once', async ({
    assert,
  }) => {
    const purchase = await paid()
    gateway.control.force({ path: 'refunds', mode: 'drop-after-capture' })
    await till.refund(purchase, { amount: '7.00' })
    assert.equal((await till.refundOf(purchase)).refundState, 'asked')
    gateway.control.clearFaults()
    await till.askNow()
    await till.ends(purchase, 'made')
    assert.equal(givenBack(purchase), 700)
  })

  test('one that waits for a bank is asked about by its number until it is made', async ({
    assert,
  }) => {
    const purchase = await paid()
    gateway.control.useRefundStatus('pending')
    await till.refund(purchase, { effect: 'end' })
    const { gatewayRefund, refundState } = await till.refundOf(purchase)
    assert.equal(refundState, 'asked')
    assert.equal((await till.standing(purchase)).activation.status, 'running')

    gateway.control.settleRefund(gatewayRefund ?? '', 'succeeded')
    await till.askNow()
    await till.ends(purchase, 'made')
    assert.equal(await purchase.state(), 'refunded')
    assert.equal((await till.standing(purchase)).activation.status, 'ended')
  })

  test('one that the bank turns down is not made, and the package goes on', async ({ assert }) => {
    const purchase = await paid()
    gateway.control.useRefundStatus('pending')
    await till.refund(purchase, { effect: 'end' })
    const { gatewayRefund } = await till.refundOf(purchase)
    gateway.control.settleRefund(gatewayRefund ?? '', 'failed')
    await till.askNow()
    await till.ends(purchase, 'not_made')
    assert.equal(await purchase.state(), 'paid')
    assert.equal((await till.standing(purchase)).activation.status, 'running')
  })

  test('a repetition that is turned away says nothing of the first time', async ({ assert }) => {
    const purchase = await paid()
    gateway.control.force({ path: 'refunds', mode: 'drop-after-capture' })
    await till.refund(purchase, { amount: '7.00' })
    gateway.control.force({ path: 'refunds', mode: 'unauthorized' })
    const { id } = await till.refundOf(purchase)
    await till.restUntilTomorrow()
    const page = await till.pageOf(purchase)
    await till.send(await till.owner.get(page), `/dashboard/refunds/${id}/ask`)
    assert.equal((await till.refundOf(purchase)).refundState, 'asked')
    gateway.control.clearFaults()
    await till.askNow()
    await till.ends(purchase, 'made')
    assert.equal(givenBack(purchase), 700)
  })
})

test.group('Refunds | At SSLCommerz', (group) => {
  let gateway: RunningSslcommerz
  let till: Till
  let shop: GatewayShop
  group.setup(async () => {
    const store = { storeId: `store${anySecret()}`, storePassword: anySecret() }
    gateway = await startSslcommerz({ merchants: [store] })
    const restore = standIn('SSLCOMMERZ_BASE_URL', gateway.baseUrl)
    const credentials = { store_id: store.storeId, store_password: store.storePassword }
    shop = await GatewayShop.open('sslcommerz', credentials)
    till = await tillOf(shop)
    return async () => {
      await gateway.stop()
      restore()
    }
  })

  test('taken on today and carried out tomorrow, it is made tomorrow', async ({ assert }) => {
    const purchase = await shop.begin()
    gateway.control.complete(purchase.paymentId, 'pay')
    const { url, fields } = gateway.control.browserPost(purchase.paymentId)
    await purchase.guest.visitor.post(url, fields)
    await purchase.becomes('paid')

    gateway.control.refundsSettle('later')
    await till.refund(purchase)
    const { gatewayRefund, refundState } = await till.refundOf(purchase)
    assert.equal(refundState, 'asked')
    gateway.control.settleRefund(gatewayRefund ?? '', 'refunded')
    await till.askNow()
    await till.ends(purchase, 'made')
    assert.lengthOf(gateway.control.refunds(), 1)
  })
})

test.group('Refunds | At ShurjoPay', () => {
  test('which takes none from a program, only those made by hand are offered', async ({
    assert,
    cleanup,
  }) => {
    const store = { username: `store${anySecret()}`, password: anySecret(), prefix: 'GRN' }
    const gateway = await startShurjopay({ merchants: [store] })
    const restore = standIn('SHURJOPAY_BASE_URL', gateway.baseUrl)
    cleanup(async () => {
      await gateway.stop()
      restore()
    })
    const shop = await GatewayShop.open('shurjopay', store)
    const till = await tillOf(shop)
    const purchase = await shop.begin()
    await purchase.guest.visitor.get(gateway.control.complete(purchase.paymentId, 'pay'))
    await purchase.becomes('paid')

    const action = `${await till.pageOf(purchase)}/refund`
    const page = await till.owner.get(action)
    assert.equal(formOf(page, action).fields.way, 'gateway_by_hand')
    assert.notInclude(text(page.body), 'gives it back')
    await till.refund(purchase, { way: 'gateway_by_hand', paper: 'SP-REFUND-1' })
    const { refundState, byHand, gatewayRefund } = await till.refundOf(purchase)
    assert.deepEqual([refundState, byHand, gatewayRefund], ['made', true, 'SP-REFUND-1'])
  })
})
