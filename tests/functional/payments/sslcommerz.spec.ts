import { test } from '@japa/runner'
import { Money } from '#core/money'
import { gatewayIntent } from '#payments/intents/gateway_intent'
import { startSslcommerz, type RunningSslcommerz } from '#tests/standins/sslcommerz/start'
import { hostOf, visit } from '#tests/support/browser'
import { anySecret, GatewayShop, OTHERS_ASK_TOO, standIn } from '#tests/support/gateway_shop'
import { openIsp } from '#tests/support/isp'
import { NOTHING, once, reconcileNow, type Purchase } from '#tests/support/purchase'

const VALIDATION = 'validationserverAPI.php'
const QUERY = 'merchantTransIDvalidationAPI.php'
const CREATE = 'api.php'

const FORGED: { title: string; fields: Record<string, string> }[] = [
  { title: 'CANCELLED', fields: { status: 'CANCELLED' } },
  {
    title: 'FAILED with a signature',
    fields: { status: 'FAILED', verify_sign: 'a'.repeat(32) },
  },
  { title: 'status of hostile text', fields: { status: `'"><script>`, val_id: `' or 1=1` } },
]

let gateway: RunningSslcommerz
let shop: GatewayShop
const store = { storeId: `store${anySecret()}`, storePassword: anySecret() }

async function open(): Promise<() => Promise<void>> {
  gateway = await startSslcommerz({ merchants: [store] })
  const restore = standIn('SSLCOMMERZ_BASE_URL', gateway.baseUrl)
  shop = await openShop()
  return async () => {
    await gateway.stop()
    restore()
  }
}

function openShop({ storeId, storePassword } = store): Promise<GatewayShop> {
  return GatewayShop.open('sslcommerz', { store_id: storeId, store_password: storePassword })
}

/** Nothing is told to our server but what a test lets through. */
function quiet(): () => void {
  gateway.control.notices.held = true
  return () => {
    gateway.control.clearFaults()
    gateway.control.use({ amounts: 'two', singleElement: 'array' })
  }
}

const begin = () => shop.begin()
const act = (purchase: Purchase, action: 'pay' | 'cancel' | 'fail', method?: 'risky' | 'visa') =>
  gateway.control.complete(purchase.paymentId, action, method)

/** The browser's post, as SSLCommerz's page makes it. */
function comeBack(purchase: Purchase, changes: Record<string, string> = {}) {
  const { url, fields } = gateway.control.browserPost(purchase.paymentId)
  return purchase.guest.visitor.post(url, { ...fields, ...changes })
}

/** The notice of a payment as SSLCommerz has written it. */
function noticeOf({ paymentId, reference }: Purchase): string {
  const told = gateway.control.notices
    .all()
    .findLast(({ about, body }) => about === paymentId || body.includes(reference))
  if (!told) throw new Error('SSLCommerz has not told anything')
  return told.body
}

async function notify(body: string, slug = shop.isp.tenant.slug): Promise<number> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const page = await visit(hostOf({ slug }), '/notices/sslcommerz', {
    method: 'POST',
    headers,
    text: body,
  })
  return page.status
}

test.group('Payments | Coming back from SSLCommerz', (group) => {
  group.setup(open)
  group.each.setup(quiet)

  test('a posted return is answered 303, without a cookie, and credited once', async ({
    assert,
  }) => {
    const purchase = await begin()
    const { url, fields } = act(purchase, 'pay')
    const { host, pathname, search } = new URL(url)
    const page = await visit(host, pathname + search, { method: 'POST', form: fields })
    assert.equal(page.status, 303)
    assert.lengthOf(page.setCookies, 0)
    const seen = await purchase.guest.visitor.get(new URL(page.headers.location ?? '', url).href)
    assert.include(seen.url, '/online')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('{action} there takes nothing and lets the customer choose again')
    .with([{ action: 'cancel' as const }, { action: 'fail' as const }])
    .run(async ({ assert }, { action }) => {
      const purchase = await begin()
      act(purchase, action)
      const page = await comeBack(purchase)
      assert.include(page.body, 'The payment did not go through')
      assert.equal(await purchase.state(), 'failed')
      assert.deepEqual(await purchase.credits(), NOTHING)
    })

  test('a forged {title} closes and credits nothing, and the customer can still pay')
    .with(FORGED)
    .run(async ({ assert }, { fields }) => {
      const purchase = await begin()
      const url = purchase.callback({})
      const page = await purchase.guest.visitor.post(url, {
        tran_id: purchase.reference,
        ...fields,
      })
      assert.equal(page.status, 200)
      assert.equal(await purchase.state(), 'pending')
      act(purchase, 'pay')
      await comeBack(purchase)
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
    })

  test('another payment’s val_id, even a paid one’s, pays for nothing', async ({ assert }) => {
    const [paid, purchase] = [await begin(), await begin()]
    const { fields } = act(paid, 'pay')
    await purchase.guest.visitor.post(purchase.callback({}), fields)
    await purchase.guest.visitor.post(purchase.callback({}), {
      ...fields,
      tran_id: purchase.reference,
    })
    assert.equal(await purchase.state(), 'pending')
    assert.deepEqual(await purchase.credits(), NOTHING)
    assert.equal(await paid.state(), 'pending')
  })

  test('amounts written as {amounts}, an attempt bare or in a list: credited')
    .with([
      { amounts: 'plain' as const, singleElement: 'object' as const },
      { amounts: 'four' as const, singleElement: 'array' as const },
    ])
    .run(async ({ assert }, settings) => {
      gateway.control.use(settings)
      const purchase = await begin()
      act(purchase, 'pay')
      await reconcileNow(shop.isp)
      await purchase.becomes('paid')
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
    })
})

test.group('Payments | SSLCommerz’s own notices', (group) => {
  group.setup(open)
  group.each.setup(quiet)

  test('a notice alone credits, though no browser ever comes back', async ({ assert }) => {
    const purchase = await begin()
    act(purchase, 'pay')
    await gateway.control.notices.release()
    await purchase.becomes('paid')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('twenty at once beside the browser’s post credit once', async ({ assert }) => {
    const purchase = await begin()
    act(purchase, 'pay')
    const body = noticeOf(purchase)
    const statuses = await Promise.all([
      ...Array.from({ length: 20 }, () => notify(body)),
      comeBack(purchase).then(({ status }) => status),
    ])
    assert.deepEqual([...new Set(statuses)], [200])
    await purchase.becomes('paid')
    assert.equal(await notify(body), 200)
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('{title} is refused and asks nothing')
    .with([
      { title: 'another amount', forge: (body: string) => altered(body, 'amount', '1.00') },
      { title: 'a field left out', forge: (body: string) => altered(body, 'bank_tran_id') },
      { title: 'an empty field filled', forge: (body: string) => altered(body, 'value_a', 'x') },
      { title: 'SHA-256 alone', forge: (body: string) => altered(body, 'verify_sign_sha2', 'f') },
      { title: 'MD5 alone', forge: (body: string) => altered(body, 'verify_sign', 'f') },
      { title: 'a field twice', forge: (body: string) => `${body}&status=VALID` },
      {
        title: 'no signature',
        forge: (body: string) => altered(altered(body, 'verify_sign'), 'verify_sign_sha2'),
      },
      { title: 'an empty body', forge: () => '' },
      { title: 'JSON', forge: () => '{"status":"VALID"}' },
    ])
    .run(async ({ assert }, { forge }) => {
      const purchase = await begin()
      act(purchase, 'pay')
      assert.equal(await notify(forge(noticeOf(purchase))), 401)
      assert.equal(await purchase.state(), 'pending', 'whoever asked would have found it paid')
    })

  test('one of another ISP’s store, or to an ISP without one, touches nothing', async ({
    assert,
  }) => {
    const other = { storeId: `store${anySecret()}`, storePassword: anySecret() }
    gateway.control.addMerchant(other)
    const [neighbour, none] = [await openShop(other), await openIsp({ gateways: false })]
    const purchase = await begin()
    act(purchase, 'pay')
    assert.equal(await notify(noticeOf(purchase), neighbour.isp.tenant.slug), 401)
    assert.equal(await notify(noticeOf(purchase), none.tenant.slug), 404)
    assert.equal(await purchase.state(), 'pending')
  })

  test('a {method} to {path} is answered {status}')
    .with([
      { method: 'POST' as const, path: '/notices/bkash', status: 404 },
      { method: 'POST' as const, path: '/notices/unheard-of', status: 404 },
      { method: 'POST' as const, path: '/notices/%00', status: 400 },
      { method: 'GET' as const, path: '/notices/sslcommerz', status: 404 },
    ])
    .run(async ({ assert }, { method, path, status }) => {
      const purchase = await begin()
      act(purchase, 'pay')
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const page = await visit(hostOf(shop.isp.tenant), path, {
        method,
        headers,
        ...(method === 'POST' && { text: noticeOf(purchase) }),
      })
      assert.equal(page.status, status)
      assert.lengthOf(page.setCookies, 0)
      assert.equal(await purchase.state(), 'pending')
    })

  test('one of 40 KiB, and one under another content type, do no harm', async ({ assert }) => {
    const purchase = await begin()
    act(purchase, 'pay')
    const body = noticeOf(purchase)
    assert.equal(await notify(`${body}&junk=${'x'.repeat(40 * 1024)}`), 401)
    const plain = await visit(hostOf(shop.isp.tenant), '/notices/sslcommerz', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      text: body,
    })
    assert.equal(plain.status, 200, 'the raw body is what is proven')
    await purchase.becomes('paid')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('one of a payment that is not ours is taken and forgotten', async ({ assert }) => {
    const second = await openShop()
    const purchase = await begin()
    act(purchase, 'pay')
    assert.equal(await notify(noticeOf(purchase), second.isp.tenant.slug), 200)
    assert.equal(await purchase.state(), 'pending')
  })

  test('success after failure is credited by its notice', async ({ assert }) => {
    const purchase = await begin()
    act(purchase, 'fail')
    await comeBack(purchase)
    assert.equal(await purchase.state(), 'failed')
    gateway.control.payLate(purchase.paymentId)
    gateway.control.force({ path: QUERY, mode: '500', times: OTHERS_ASK_TOO })
    assert.equal(await notify(noticeOf(purchase)), 503, 'SSLCommerz may send it again')
    gateway.control.clearFaults()
    assert.equal(await notify(noticeOf(purchase)), 200)
    assert.equal(await purchase.state(), 'paid')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })
})

test.group('Payments | What SSLCommerz does not trust', (group) => {
  group.setup(open)
  group.each.setup(quiet)

  test('a card that SSLCommerz finds risky is held for a person, and nothing that follows changes it', async ({
    assert,
  }) => {
    const purchase = await begin()
    act(purchase, 'pay', 'risky')
    const page = await comeBack(purchase)
    assert.include(page.body, 'Your payment is being checked')
    assert.include(await shop.evidence(), 'risk level 1')
    await comeBack(purchase)
    assert.equal(await notify(noticeOf(purchase)), 200)
    await reconcileNow(shop.isp)
    assert.equal(await purchase.state(), 'review')
    assert.deepEqual(await purchase.credits(), NOTHING)
  })
})

test.group('Payments | Trouble at SSLCommerz', (group) => {
  group.setup(open)
  group.each.setup(quiet)

  test('a validation that answers by {mode} is unknown, and the reconciler credits')
    .with([{ mode: 'lag' }, { mode: 'not-found-yet' }])
    .run(async ({ assert }, { mode }) => {
      const purchase = await begin()
      act(purchase, 'pay')
      gateway.control.force({ path: VALIDATION, mode, times: OTHERS_ASK_TOO })
      gateway.control.force({ path: QUERY, mode, times: OTHERS_ASK_TOO })
      await comeBack(purchase)
      assert.equal(await purchase.state(), 'pending')
      gateway.control.clearFaults()
      await reconcileNow(shop.isp)
      await purchase.becomes('paid')
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
    })

  test('a create that answers by {mode} starts nothing')
    .with(
      ['refuse', 'html', 'drop', 'garbage', 'redirect', 'drop-after-capture'].map((mode) => ({
        mode,
      }))
    )
    .run(async ({ assert }, { mode }) => {
      gateway.control.force({ path: CREATE, mode })
      assert.include(await shop.turnedAway(), 'could not be started')
    })

  test('the password is kept nowhere', async ({ assert }) => {
    const evidence = await shop.evidence()
    assert.include(evidence, 'SSLCommerz validation')
    assert.notInclude(evidence, store.storePassword)
  })

  test('the connection is tested without a payment', async ({ assert }) => {
    const before = gateway.control.sessions().length
    const right = await shop.account()
    assert.isTrue((await right.check()).ok)
    const wrong = await (await openShop({ ...store, storePassword: 'wrong' })).account()
    const verdict = await wrong.check()
    assert.deepInclude(verdict, { ok: false, reason: 'misconfigured' })
    assert.lengthOf(gateway.control.sessions(), before)
  })
})

test.group('Payments | Refunds at SSLCommerz', (group) => {
  group.setup(open)
  group.each.setup(quiet)

  async function paid() {
    const purchase = await begin()
    act(purchase, 'pay')
    await comeBack(purchase)
    const intent = await purchase.intent()
    return {
      intent: gatewayIntent(intent),
      gatewayTransaction: intent.gatewayTransaction ?? '',
      note: 'Wrong package',
    }
  }

  test('a part and then the rest are refunded; more than there is is not', async ({ assert }) => {
    const account = await shop.account()
    const payment = await paid()
    const refund = (taka: string, reference: string) =>
      account.refund?.({ ...payment, amount: Money.parse(taka, 'BDT'), reference })

    assert.equal((await refund('10.00', 'refund-one'))?.state, 'refunded')
    assert.equal((await refund('20.00', 'refund-two'))?.state, 'refunded')
    assert.equal((await refund('20.00', 'refund-two'))?.state, 'unknown', 'asked once more')
    assert.equal((await refund('0.50', 'refund-three'))?.state, 'failed')
    assert.deepEqual(
      gateway.control.refunds().map(({ amountPoisha }) => amountPoisha),
      [1000, 2000]
    )
  })

  test('one that is carried out later is pending until then', async ({ assert }) => {
    gateway.control.refundsSettle('later')
    const account = await shop.account()
    const request = {
      ...(await paid()),
      amount: Money.parse('30.00', 'BDT'),
      reference: anySecret(),
    }
    assert.equal((await account.refund?.(request))?.state, 'pending')
    gateway.control.refundsSettle('at-once')
  })

  test('an answer that is lost is unknown', async ({ assert }) => {
    const account = await shop.account()
    const request = {
      ...(await paid()),
      amount: Money.parse('30.00', 'BDT'),
      reference: anySecret(),
    }
    gateway.control.force({ path: QUERY, mode: 'drop-after-capture', times: OTHERS_ASK_TOO })
    assert.equal((await account.refund?.(request))?.state, 'unknown')
  })
})

/** A body with a field changed, or without it. */
function altered(body: string, field: string, value?: string): string {
  const fields = new URLSearchParams(body)
  if (value === undefined) fields.delete(field)
  else fields.set(field, value)
  return fields.toString()
}
