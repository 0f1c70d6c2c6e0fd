import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import PaymentIntent from '#payments/intents/payment_intent'
import { startBkash, type RunningBkash } from '#tests/standins/bkash/start'
import { eventually } from '#tests/support/eventually'
import { anySecret, GatewayShop, OTHERS_ASK_TOO, standIn } from '#tests/support/gateway_shop'
import { anyMac, Guest } from '#tests/support/guest'
import { NOTHING, once, Purchase, reconcileNow } from '#tests/support/purchase'

const CREATE = 'create'
const EXECUTE = 'execute'

let gateway: RunningBkash
let shop: GatewayShop

async function open(): Promise<() => Promise<void>> {
  const [username, password] = [`shop${anySecret()}`, anySecret()]
  const [appKey, appSecret] = [anySecret(), anySecret()]
  gateway = await startBkash({ merchants: [{ username, password, appKey, appSecret }] })
  const restore = standIn('BKASH_BASE_URL', gateway.baseUrl)
  const credentials = { username, password, app_key: appKey, app_secret: appSecret }
  shop = await GatewayShop.open('bkash_agreement', credentials)
  return async () => {
    await gateway.stop()
    restore()
  }
}

const calm = () => () => gateway.control.clearFaults()

/** What the customer is asked for now: to agree, or to pay. */
async function step(purchase: Purchase) {
  const { gatewayReference } = await purchase.intent()
  const [id = '', kind = 'payment'] = (gatewayReference ?? '').split(':').reverse()
  return { kind, id }
}

const wallet = ({ guest }: Purchase) => guest.mobile.replace('+88', '')

/** The customer acts on bKash's page and comes back; the page they are shown then. */
async function act(purchase: Purchase, action: 'pay' | 'cancel' | 'fail' = 'pay') {
  const { id } = await step(purchase)
  return purchase.guest.visitor.get(gateway.control.complete(id, action, wallet(purchase)))
}

/** The same customer buys once more, at another price: bKash refuses the same one twice at once. */
const again = ({ guest, portal }: Purchase) => Purchase.begin(guest, 'Weekly', portal)

async function agreedAndPaid(begun = shop.begin()): Promise<Purchase> {
  const purchase = await begun
  await act(purchase)
  await act(purchase)
  return purchase
}

test.group('Payments | Paying at bKash with an agreement', (group) => {
  group.setup(open)
  group.each.setup(calm)

  test('the first payment is agreed to and then paid, in one go', async ({ assert }) => {
    const purchase = await shop.begin()
    assert.equal((await step(purchase)).kind, 'agreement')
    const page = await act(purchase)
    assert.equal(new URL(page.url).origin, gateway.origin, 'bKash asks for the PIN of the payment')
    assert.equal((await step(purchase)).kind, 'payment')
    assert.deepEqual(await purchase.credits(), NOTHING)

    assert.include((await act(purchase)).url, '/online')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('the next payment asks for the PIN alone', async ({ assert }) => {
    const first = await agreedAndPaid()
    const agreements = gateway.control.agreements().length
    const next = await again(first)
    assert.equal((await step(next)).kind, 'payment')
    await act(next)
    assert.equal(await next.state(), 'paid')
    assert.equal(gateway.control.agreements().length, agreements)
  })

  test('who ended the agreement in bKash’s app is asked to agree again', async ({ assert }) => {
    const first = await agreedAndPaid()
    for (const { agreementId } of gateway.control.agreements()) {
      if (agreementId) gateway.control.endAgreement(agreementId)
    }
    const next = await again(first)
    assert.equal((await step(next)).kind, 'agreement')
    await act(next)
    await act(next)
    assert.equal(await next.state(), 'paid')
  })

  test('another customer’s agreement is nobody else’s', async ({ assert }) => {
    await agreedAndPaid()
    assert.equal((await step(await shop.begin())).kind, 'agreement')
  })

  test('{action} while agreeing takes nothing and lets the customer choose again')
    .with([{ action: 'cancel' as const }, { action: 'fail' as const }])
    .run(async ({ assert }, { action }) => {
      const purchase = await shop.begin()
      assert.include((await act(purchase, action)).body, 'The payment did not go through')
      assert.equal(await purchase.state(), 'failed')
      assert.deepEqual(await purchase.credits(), NOTHING)
    })

  test('a forged “agreed” gives neither an agreement nor the package', async ({ assert }) => {
    const purchase = await shop.begin()
    const { id } = await step(purchase)
    await purchase.guest.visitor.get(purchase.callback({ paymentID: id, status: 'success' }))
    assert.equal(await purchase.state(), 'pending')
    assert.equal((await step(purchase)).kind, 'agreement')
    assert.deepEqual(await purchase.credits(), NOTHING)
  })

  test('twenty who come back at once from agreeing are sent to one payment', async ({ assert }) => {
    const purchase = await shop.begin()
    const back = gateway.control.complete((await step(purchase)).id, 'pay', wallet(purchase))
    const { isp, router } = shop
    const browsers = Array.from({ length: 20 }, () => new Guest(isp, router, anyMac()))
    await Promise.all(browsers.map(({ visitor }) => visitor.get(back)))
    assert.equal((await step(purchase)).kind, 'payment')
    await act(purchase)
    await purchase.guest.visitor.get(back)
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })
})

test.group('Payments | Trouble with an agreement at bKash', (group) => {
  group.setup(open)
  group.each.setup(calm)

  test('an agreement that is answered by {mode} costs nothing, and is given up in the end')
    .with(['drop-after-capture', 'lie-agreement-status'].map((mode) => ({ mode })))
    .run(async ({ assert }, { mode }) => {
      const purchase = await shop.begin()
      gateway.control.force({ path: EXECUTE, mode, value: 'Initiated', times: OTHERS_ASK_TOO })
      await act(purchase)
      assert.equal(await purchase.state(), 'pending')
      gateway.control.clearFaults()

      await makeOlder(purchase, 31)
      await reconcileNow(shop.isp)
      await purchase.becomes('failed')
      assert.deepEqual(await purchase.credits(), NOTHING)
      const next = await agreedAndPaid(again(purchase))
      assert.equal(await next.state(), 'paid')
    })

  test('an answer that was none is asked for again, and the customer goes on', async ({
    assert,
  }) => {
    const purchase = await shop.begin()
    gateway.control.force({ path: EXECUTE, mode: 'html', times: OTHERS_ASK_TOO })
    await act(purchase)
    assert.equal((await step(purchase)).kind, 'agreement')
    gateway.control.clearFaults()
    await reconcileNow(shop.isp)
    await eventually('there is a payment', async () => (await step(purchase)).kind === 'payment')
    await act(purchase)
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('agreed, and the payment could not be made: the next try need not agree', async ({
    assert,
  }) => {
    const purchase = await shop.begin()
    gateway.control.force({ path: CREATE, mode: 'refuse', value: '2064' })
    await act(purchase)
    assert.equal(await purchase.state(), 'failed')
    const next = await again(purchase)
    assert.equal((await step(next)).kind, 'payment')
  })

  test('a wallet that agreed where we do not know it pays without', async ({ assert }) => {
    gateway.control.force({ path: CREATE, mode: 'refuse', value: '2050' })
    const purchase = await shop.begin()
    assert.equal((await step(purchase)).kind, 'payment')
    await act(purchase)
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('nobody who only agreed is asked about for ever', async ({ assert }) => {
    const purchase = await shop.begin()
    await makeOlder(purchase, 25 * 60)
    await reconcileNow(shop.isp)
    await purchase.becomes('expired')
    assert.deepEqual(await purchase.credits(), NOTHING)
  })
})

async function makeOlder({ reference }: Purchase, minutes: number): Promise<void> {
  const createdAt = DateTime.utc().minus({ minutes }).toJSDate()
  await shop.isp.inside(() => PaymentIntent.query().where({ reference }).update({ createdAt }))
}
