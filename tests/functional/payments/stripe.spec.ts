import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import { Money } from '#core/money'
import { gatewayIntent } from '#payments/intents/gateway_intent'
import { startStripe, type RunningStripe } from '#tests/standins/stripe/start'
import { hostOf, visit } from '#tests/support/browser'
import { anySecret, GatewayShop, standIn } from '#tests/support/gateway_shop'
import { openIsp } from '#tests/support/isp'
import { NOTHING, once, type Purchase, reconcileNow } from '#tests/support/purchase'

const SESSIONS = 'sessions'

let gateway: RunningStripe
let shop: GatewayShop
const webhookSecret = `whsec_${anySecret()}`
const oldSecret = `whsec_${anySecret()}`
const secretKey = `sk_test_${anySecret()}`

async function open(): Promise<() => Promise<void>> {
  gateway = await startStripe({ merchants: [{ secretKey }] })
  const restore = standIn('STRIPE_BASE_URL', gateway.baseUrl)
  shop = await openShop()
  return async () => {
    await gateway.stop()
    restore()
  }
}

function openShop(key = secretKey): Promise<GatewayShop> {
  const credentials = {
    secret_key: key,
    webhook_secret: webhookSecret,
    previous_webhook_secret: oldSecret,
  }
  return GatewayShop.open('stripe', credentials, 'IN')
}

function quiet(): () => void {
  gateway.control.notices.held = true
  return () => gateway.control.clearFaults()
}

/** Stripe takes no payment below half a dollar, so the dearest package is bought. */
const begin = () => shop.begin(undefined, PACKAGE)
const PACKAGE = 'Monthly Unlimited'

/** Acts on Stripe's page and follows it back. */
async function act(purchase: Purchase, action: 'pay' | 'debit' | 'cancel') {
  const back = gateway.control.complete(purchase.paymentId, action)
  if (back === undefined) throw new Error('Stripe keeps the browser')
  return purchase.guest.visitor.get(back)
}

function sign(body: string, secret = webhookSecret, at = Math.floor(Date.now() / 1000)): string {
  const digest = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
  return `t=${at},v1=${digest},v0=${'0'.repeat(64)}`
}

function eventOf({ paymentId, reference }: Purchase): string {
  return JSON.stringify({
    id: `evt_${anySecret()}`,
    object: 'event',
    type: 'checkout.session.completed',
    data: {
      object: { id: paymentId, object: 'checkout.session', client_reference_id: reference },
    },
  })
}

async function notify(body: string, signature: string, slug = shop.isp.tenant.slug) {
  const headers = { 'content-type': 'application/json', 'stripe-signature': signature }
  const options = { method: 'POST', headers, text: body } as const
  const { status } = await visit(hostOf({ slug }), '/notices/stripe', options)
  return status
}

test.group('Payments | Paying at Stripe', (group) => {
  group.setup(open)
  group.each.setup(quiet)

  test('the way back leads to the package', async ({ assert }) => {
    const purchase = await begin()
    assert.include((await act(purchase, 'pay')).url, '/online')
    assert.deepEqual(await purchase.credits(), once(PACKAGE))
  })

  test('who leaves Stripe’s page is believed, and the page can take no money after that', async ({
    assert,
  }) => {
    const purchase = await begin()
    const page = await act(purchase, 'cancel')
    assert.include(page.body, 'The payment did not go through')
    assert.equal(await purchase.state(), 'failed')
    assert.equal(gateway.control.session(purchase.paymentId).status, 'expired')
    assert.deepEqual(await purchase.credits(), NOTHING)
  })

  test('a browser that never comes back: the reconciler credits', async ({ assert }) => {
    const purchase = await begin()
    gateway.control.complete(purchase.paymentId, 'pay')
    await reconcileNow(shop.isp)
    await purchase.becomes('paid')
    assert.deepEqual(await purchase.credits(), once(PACKAGE))
  })

  test('a forged success credits nothing, and the customer can still pay', async ({ assert }) => {
    const [paid, purchase] = [await begin(), await begin()]
    gateway.control.complete(paid.paymentId, 'pay')
    for (const s of [paid.paymentId, purchase.paymentId, 'cs_test_made_up', `'"><script>`]) {
      await purchase.guest.visitor.get(purchase.callback({ s }))
    }
    assert.equal(await purchase.state(), 'pending')
    await act(purchase, 'pay')
    assert.deepEqual(await purchase.credits(), once(PACKAGE))
  })

  test('a debit is waited for, and credited when the bank has paid', async ({ assert }) => {
    const purchase = await begin()
    await act(purchase, 'debit')
    assert.equal(await purchase.state(), 'pending')
    gateway.control.settle(purchase.paymentId, 'succeeded')
    assert.equal(await notify(eventOf(purchase), sign(eventOf(purchase))), 401, 'another body')
    const event = eventOf(purchase)
    assert.equal(await notify(event, sign(event)), 200)
    await purchase.becomes('paid')
    assert.deepEqual(await purchase.credits(), once(PACKAGE))
  })

  test('a session that ran out is expired', async ({ assert }) => {
    const purchase = await begin()
    gateway.control.advance(3700)
    await reconcileNow(shop.isp)
    await purchase.becomes('expired')
    assert.deepEqual(await purchase.credits(), NOTHING)
  })
})

test.group('Payments | Stripe’s events', (group) => {
  group.setup(open)
  group.each.setup(quiet)

  test('signed with {title}: believed, and credited once')
    .with([
      { title: 'the secret', secret: webhookSecret },
      { title: 'the secret before the change', secret: oldSecret },
    ])
    .run(async ({ assert }, { secret }) => {
      const purchase = await begin()
      gateway.control.complete(purchase.paymentId, 'pay')
      const event = eventOf(purchase)
      const signature = sign(event, secret)
      const statuses = await Promise.all(Array.from({ length: 20 }, () => notify(event, signature)))
      assert.deepEqual([...new Set(statuses)], [200])
      await purchase.becomes('paid')
      assert.deepEqual(await purchase.credits(), once(PACKAGE))
    })

  test('{title} is refused')
    .with([
      {
        title: 'one signed ten minutes ago',
        signed: (b: string) => sign(b, webhookSecret, ago(600)),
      },
      { title: 'one signed with the API key', signed: (b: string) => sign(b, secretKey) },
      { title: 'one of another body', signed: (b: string) => sign(`${b} `) },
      { title: 'one without a time', signed: (b: string) => sign(b).replace(/t=\d+,/, '') },
      { title: 'one without a signature', signed: () => '' },
    ])
    .run(async ({ assert }, { signed }) => {
      const purchase = await begin()
      gateway.control.complete(purchase.paymentId, 'pay')
      const event = eventOf(purchase)
      assert.equal(await notify(event, signed(event)), 401)
      assert.equal(await purchase.state(), 'pending')
    })

  test('one of another matter is taken and forgotten, one to an ISP without Stripe not found', async ({
    assert,
  }) => {
    const event = JSON.stringify({
      id: 'evt_1',
      type: 'charge.refunded',
      data: { object: { id: 'ch_1', object: 'charge' } },
    })
    assert.equal(await notify(event, sign(event)), 200)
    const none = await openIsp({ gateways: false })
    assert.equal(await notify(event, sign(event), none.tenant.slug), 404)
  })
})

test.group('Payments | Trouble at Stripe', (group) => {
  group.setup(open)
  group.each.setup(quiet)

  test('a create that answers by {mode} starts nothing')
    .with(['html', '500', 'drop', 'garbage', 'drop-after-capture'].map((mode) => ({ mode })))
    .run(async ({ assert }, { mode }) => {
      gateway.control.force({ path: SESSIONS, mode })
      assert.include(await shop.turnedAway(undefined, PACKAGE), 'could not be started')
    })

  test('secrets are kept nowhere', async ({ assert }) => {
    const evidence = await shop.evidence()
    assert.include(evidence, 'Stripe session')
    for (const secret of [secretKey, webhookSecret, oldSecret]) assert.notInclude(evidence, secret)
  })

  test('the connection is tested without a payment', async ({ assert }) => {
    const before = gateway.control.sessions().length
    assert.isTrue((await (await shop.account()).check()).ok)
    const wrong = await openShop('sk_test_wrong')
    const verdict = await (await wrong.account()).check()
    assert.deepInclude(verdict, { ok: false, reason: 'misconfigured' })
    assert.lengthOf(gateway.control.sessions(), before)
  })

  test('a part is refunded, once for each reference, and no more than there is', async ({
    assert,
  }) => {
    gateway.control.useRefundStatus('succeeded')
    const purchase = await begin()
    await act(purchase, 'pay')
    const intent = await purchase.intent()
    const account = await shop.account()
    const run = anySecret()
    const refund = (amount: Money, name: string) =>
      account.refund?.({
        intent: gatewayIntent(intent),
        gatewayTransaction: intent.gatewayTransaction ?? '',
        amount,
        reference: run + name,
        note: 'Wrong package',
      })
    const part = Money.parse('10.00', 'INR')
    const first = await refund(part, 'one')
    assert.equal(first?.state, 'refunded')
    const again = await refund(part, 'one')
    assert.equal(
      again?.state === 'refunded' && again.gatewayRefund,
      first?.state === 'refunded' && first.gatewayRefund
    )
    assert.equal((await refund(intent.amount, 'two'))?.state, 'failed')
    gateway.control.useRefundStatus('pending')
    assert.equal((await refund(part, 'three'))?.state, 'pending')
    gateway.control.useRefundStatus('succeeded')
  })
})

const ago = (seconds: number) => Math.floor(Date.now() / 1000) - seconds
