import { createHmac, randomInt } from 'node:crypto'
import { test } from '@japa/runner'
import { Money } from '#core/money'
import { gatewayIntent } from '#payments/intents/gateway_intent'
import { startRazorpay, type RunningRazorpay } from '#tests/standins/razorpay/start'
import { hostOf, visit } from '#tests/support/browser'
import { formOf } from '#tests/support/forms'
import { anySecret, GatewayShop, OTHERS_ASK_TOO, standIn } from '#tests/support/gateway_shop'
import { openIsp } from '#tests/support/isp'
import { NOTHING, once, reconcileNow, type Purchase } from '#tests/support/purchase'

const CREATE = 'orders'

let gateway: RunningRazorpay
let shop: GatewayShop
const webhookSecret = anySecret()
const oldSecret = anySecret()
const keys = { keyId: `rzp_test_${anySecret().slice(0, 14)}`, keySecret: anySecret() }

async function open(): Promise<() => Promise<void>> {
  gateway = await startRazorpay({ merchants: [keys] })
  const restore = standIn('RAZORPAY_BASE_URL', gateway.baseUrl)
  shop = await openShop()
  tellTheShop()
  return async () => {
    await gateway.stop()
    restore()
  }
}

function openShop({ keyId, keySecret } = keys): Promise<GatewayShop> {
  const credentials = {
    key_id: keyId,
    key_secret: keySecret,
    business_name: 'GreenNet',
    email: 'receipts@greennet.test',
    webhook_secret: webhookSecret,
    previous_webhook_secret: oldSecret,
  }
  return GatewayShop.open('razorpay', credentials, 'IN')
}

/** Has the events of the account sent to our server, signed with one of its secrets. */
function tellTheShop(secret = webhookSecret, autoCapture = true): void {
  const url = shop.url('/notices/razorpay')
  gateway.control.addMerchant({ ...keys, autoCapture, webhook: { url, secret } })
}

/** Nothing is told to our server but what a test lets through. */
function quiet(): () => void {
  gateway.control.notices.held = true
  return () => {
    gateway.control.clearFaults()
    tellTheShop()
  }
}

const anyIndian = () => `+9198${randomInt(10_000_000, 99_999_999)}`

/** Chooses a package and presses the button on our page, as a browser without scripts does. */
async function begin(): Promise<Purchase> {
  const purchase = await shop.begin(anyIndian())
  await enter(purchase)
  return purchase
}

async function enter({ guest, checkout }: Purchase): Promise<void> {
  const page = await guest.visitor.get(checkout)
  const { action, fields } = formOf(page, `${gateway.baseUrl}/checkout/embedded`)
  const opened = await guest.visitor.post(action, fields)
  if (opened.status !== 200) throw new Error(`Razorpay: HTTP ${opened.status} ${opened.body}`)
}

/** Acts on Razorpay's page and follows it back. */
async function act(purchase: Purchase, action: 'pay' | 'cancel' | 'fail') {
  const back = gateway.control.complete(purchase.paymentId, action)
  const { visitor } = purchase.guest
  return back.method === 'GET' ? visitor.get(back.url) : visitor.post(back.url, back.form)
}

function lastEvent(purchase: Purchase) {
  const told = gateway.control.notices
    .all()
    .findLast(
      ({ about, body }) => about === purchase.paymentId || body.includes(purchase.paymentId)
    )
  if (!told) throw new Error('Razorpay has not told anything')
  return { headers: told.headers ?? {}, body: told.body }
}

async function notify(
  { headers, body }: { headers: Record<string, string>; body: string },
  slug = shop.isp.tenant.slug
): Promise<number> {
  const page = await visit(hostOf({ slug }), '/notices/razorpay', {
    method: 'POST',
    headers,
    text: body,
  })
  return page.status
}

test.group('Payments | Paying at Razorpay', (group) => {
  group.setup(open)
  group.each.setup(quiet)

  test('our page posts the form without a script, and the way back is credited once', async ({
    assert,
  }) => {
    const purchase = await shop.begin(anyIndian())
    const page = await purchase.guest.visitor.get(purchase.checkout)
    assert.include(page.body, 'Go on to Razorpay')
    assert.notInclude(page.body, '<script>')
    await enter(purchase)
    const online = await act(purchase, 'pay')
    assert.include(online.url, '/online')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
    const again = await purchase.guest.visitor.get(purchase.checkout)
    assert.include(again.url, '/online', 'nobody is sent to pay twice')
  })

  test('a posted return is answered 303', async ({ assert }) => {
    const purchase = await begin()
    const { url, form: fields } = posted(gateway.control.complete(purchase.paymentId, 'pay'))
    assert.equal((await purchase.guest.visitor.once('POST', url, fields)).status, 303)
  })

  test('{action} there takes nothing and lets the customer choose again')
    .with([{ action: 'cancel' as const }, { action: 'fail' as const }])
    .run(async ({ assert }, { action }) => {
      const purchase = await begin()
      const page = await act(purchase, action)
      assert.include(page.body, 'The payment did not go through')
      assert.equal(await purchase.state(), 'failed')
      assert.deepEqual(await purchase.credits(), NOTHING)
    })

  test('where the account leaves capturing to us, the authorised payment is captured', async ({
    assert,
  }) => {
    tellTheShop(webhookSecret, false)
    const purchase = await begin()
    await act(purchase, 'pay')
    assert.equal(await purchase.state(), 'paid')
    assert.equal(gateway.control.payments(purchase.paymentId)[0]?.status, 'captured')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('a browser that never comes back: the reconciler credits', async ({ assert }) => {
    const purchase = await begin()
    gateway.control.complete(purchase.paymentId, 'pay')
    await reconcileNow(shop.isp)
    await purchase.becomes('paid')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('a forged {title} credits nothing, and the customer can still pay')
    .with([
      { title: 'signature', change: () => ({ razorpay_signature: 'a'.repeat(64) }) },
      { title: 'payment', change: () => ({ razorpay_payment_id: 'pay_00000000000000' }) },
      { title: 'signature of hostile text', change: () => ({ razorpay_signature: `'"><script>` }) },
    ])
    .run(async ({ assert }, { change }) => {
      const [paid, purchase] = [await begin(), await begin()]
      const { form: fields } = posted(gateway.control.complete(paid.paymentId, 'pay'))
      const page = await purchase.guest.visitor.post(purchase.callback({}), {
        ...fields,
        ...change(),
      })
      assert.equal(page.status, 200)
      assert.equal(await purchase.state(), 'pending')
      assert.deepEqual(await purchase.credits(), NOTHING)
      await act(purchase, 'pay')
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
    })

  test('a signed return of another payment pays for nothing', async ({ assert }) => {
    const [paid, purchase] = [await begin(), await begin()]
    const { form: fields } = posted(gateway.control.complete(paid.paymentId, 'pay'))
    await purchase.guest.visitor.post(purchase.callback({}), fields)
    assert.equal(await purchase.state(), 'pending')
    assert.equal(await paid.state(), 'pending')
  })
})

test.group('Payments | Razorpay’s webhooks', (group) => {
  group.setup(open)
  group.each.setup(quiet)

  test('an event alone credits, though no browser ever comes back', async ({ assert }) => {
    const purchase = await begin()
    gateway.control.complete(purchase.paymentId, 'pay')
    await gateway.control.notices.release()
    await purchase.becomes('paid')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('twenty at once credit once', async ({ assert }) => {
    const purchase = await begin()
    gateway.control.complete(purchase.paymentId, 'pay')
    const event = lastEvent(purchase)
    const statuses = await Promise.all(Array.from({ length: 20 }, () => notify(event)))
    assert.deepEqual([...new Set(statuses)], [200])
    await purchase.becomes('paid')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('one signed with the secret before the change is believed', async ({ assert }) => {
    tellTheShop(oldSecret)
    const purchase = await begin()
    gateway.control.complete(purchase.paymentId, 'pay')
    assert.equal(await notify(lastEvent(purchase)), 200)
    await purchase.becomes('paid')
  })

  test('{title} is refused and asks nothing')
    .with([
      { title: 'a body with one space more', forge: (body: string) => `${body} `, sign: false },
      { title: 'a made-up signature', forge: (body: string) => body, sign: 'a'.repeat(64) },
      { title: 'no signature', forge: (body: string) => body, sign: '' },
      { title: 'the key’s secret as signer', forge: (body: string) => body, sign: true },
    ])
    .run(async ({ assert }, { forge, sign }) => {
      const purchase = await begin()
      gateway.control.complete(purchase.paymentId, 'pay')
      const { headers, body } = lastEvent(purchase)
      const signature =
        sign === true ? createHmac('sha256', keys.keySecret).update(body).digest('hex') : sign
      const name = Object.keys(headers).find((each) => /signature/i.test(each)) ?? ''
      const changed = signature === false ? headers : { ...headers, [name]: signature }
      assert.equal(await notify({ headers: changed, body: forge(body) }), 401)
      assert.equal(await purchase.state(), 'pending')
    })

  test('one to an ISP without Razorpay is not found', async ({ assert }) => {
    const none = await openIsp({ gateways: false })
    const purchase = await begin()
    gateway.control.complete(purchase.paymentId, 'pay')
    assert.equal(await notify(lastEvent(purchase), none.tenant.slug), 404)
    assert.equal(await purchase.state(), 'pending')
  })

  test('money that comes after a failure is credited by its event', async ({ assert }) => {
    const purchase = await begin()
    await act(purchase, 'fail')
    assert.equal(await purchase.state(), 'failed')
    gateway.control.payLate(purchase.paymentId)
    assert.equal(await notify(lastEvent(purchase)), 200)
    assert.equal(await purchase.state(), 'paid')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })
})

test.group('Payments | Trouble at Razorpay', (group) => {
  group.setup(open)
  group.each.setup(quiet)

  test('a query that answers by {mode} is unknown, and the reconciler credits')
    .with([{ mode: 'too-many' }, { mode: 'server-error' }, { mode: 'gateway-error' }])
    .run(async ({ assert }, { mode }) => {
      const purchase = await begin()
      const path = `${purchase.paymentId}/payments`
      gateway.control.force({ path, mode, times: OTHERS_ASK_TOO })
      await act(purchase, 'pay')
      assert.equal(await purchase.state(), 'pending')
      gateway.control.clearFaults()
      await reconcileNow(shop.isp)
      await purchase.becomes('paid')
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
    })

  test('a create that answers by {mode} starts nothing')
    .with(
      ['refuse', 'unauthorized', 'html', 'drop', 'garbage', 'drop-after-capture'].map((mode) => ({
        mode,
      }))
    )
    .run(async ({ assert }, { mode }) => {
      gateway.control.force({ path: CREATE, mode })
      assert.include(await shop.turnedAway(anyIndian()), 'could not be started')
    })

  test('a capture whose answer is lost is asked about, and credited once', async ({ assert }) => {
    tellTheShop(webhookSecret, false)
    const purchase = await begin()
    gateway.control.force({ path: 'capture', mode: 'drop-after-capture' })
    await act(purchase, 'pay')
    await reconcileNow(shop.isp)
    await purchase.becomes('paid')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('secrets are kept nowhere', async ({ assert }) => {
    const evidence = await shop.evidence()
    assert.include(evidence, 'Razorpay payments query')
    for (const secret of [keys.keySecret, webhookSecret, oldSecret]) {
      assert.notInclude(evidence, secret)
    }
  })

  test('the connection is tested without an order', async ({ assert }) => {
    const before = gateway.control.orders().length
    assert.isTrue((await (await shop.account()).check()).ok)
    const wrong = await openShop({ ...keys, keySecret: 'wrong' })
    const verdict = await (await wrong.account()).check()
    assert.deepInclude(verdict, { ok: false, reason: 'misconfigured' })
    assert.lengthOf(gateway.control.orders(), before)
  })
})

test.group('Payments | Refunds at Razorpay', (group) => {
  group.setup(open)
  group.each.setup(quiet)

  async function paid() {
    const purchase = await begin()
    await act(purchase, 'pay')
    const intent = await purchase.intent()
    return {
      intent: gatewayIntent(intent),
      gatewayTransaction: intent.gatewayTransaction ?? '',
      note: 'Wrong package',
    }
  }

  test('a part and then the rest are refunded, a repeat is not, more than there is is not', async ({
    assert,
  }) => {
    gateway.control.useRefundStatus('processed')
    const account = await shop.account()
    const payment = await paid()
    const run = anySecret()
    const refund = (rupees: string, name: string) =>
      account.refund?.({ ...payment, amount: Money.parse(rupees, 'INR'), reference: run + name })

    const first = await refund('10.00', 'one')
    assert.equal(first?.state, 'refunded')
    assert.deepEqual(
      refundId(await refund('10.00', 'one')),
      refundId(first),
      'the same refund again'
    )
    assert.equal((await refund('20.00', 'two'))?.state, 'refunded')
    assert.equal((await refund('1.00', 'three'))?.state, 'failed')
  })

  test('one that waits for a bank is pending, and a lost answer unknown', async ({ assert }) => {
    const account = await shop.account()
    const request = { ...(await paid()), amount: Money.parse('5.00', 'INR') }
    gateway.control.useRefundStatus('pending')
    const pending = await account.refund?.({ ...request, reference: anySecret() })
    gateway.control.useRefundStatus('processed')
    assert.equal(pending?.state, 'pending')
    gateway.control.force({ path: 'refund', mode: 'drop-after-capture' })
    const lost = await account.refund?.({ ...request, reference: anySecret() })
    assert.equal(lost?.state, 'unknown')
  })
})

function posted(back: ReturnType<RunningRazorpay['control']['complete']>) {
  if (back.method !== 'POST') throw new Error('Razorpay does not post this')
  return back
}

function refundId(verdict: object | undefined): unknown {
  return verdict && 'gatewayRefund' in verdict ? verdict.gatewayRefund : verdict
}
