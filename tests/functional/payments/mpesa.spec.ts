import { randomInt } from 'node:crypto'
import { test } from '@japa/runner'
import { startMpesa, type RunningMpesa } from '#tests/standins/mpesa/start'
import { visit } from '#tests/support/browser'
import { eventually } from '#tests/support/eventually'
import { anySecret, GatewayShop, OTHERS_ASK_TOO, standIn } from '#tests/support/gateway_shop'
import { NOTHING, once, reconcileNow, type Purchase } from '#tests/support/purchase'

const PUSH = 'processrequest'
const QUERY = 'query'

let daraja: RunningMpesa
let shop: GatewayShop
let shortcode = 600_000

function anyMerchant(changes: { till?: string } = {}) {
  shortcode += 1
  return {
    consumerKey: anySecret(),
    consumerSecret: anySecret(),
    shortcode: String(shortcode),
    passkey: anySecret(),
    ...changes,
  }
}

const merchant = anyMerchant()

function openShop({ till, ...given }: ReturnType<typeof anyMerchant> = merchant) {
  const credentials = {
    consumer_key: given.consumerKey,
    consumer_secret: given.consumerSecret,
    shortcode: given.shortcode,
    passkey: given.passkey,
    ...(till ? { till } : {}),
  }
  return GatewayShop.open('mpesa', credentials, 'KE')
}

const anyKenyan = () => `+2547${randomInt(10_000_000, 99_999_999)}`
const begin = (at = shop) => at.begin(anyKenyan())

async function open(): Promise<() => Promise<void>> {
  daraja = await startMpesa({ merchants: [merchant] })
  const restore = standIn('MPESA_BASE_URL', daraja.baseUrl)
  shop = await openShop()
  return async () => {
    await daraja.stop()
    restore()
  }
}

/** Nothing is told to our server but what a test lets through. */
function quiet(): () => void {
  daraja.control.notices.held = true
  return () => {
    daraja.control.clearFaults()
    daraja.control.usePendingStyle('error')
  }
}

/** What Safaricom has told of a push, and where. */
function told(push: string) {
  const notice = daraja.control.notices.all().findLast(({ about }) => about === push)
  if (!notice) throw new Error('Safaricom has not told anything')
  return notice
}

/** @returns what Safaricom's server is answered */
async function tell(purchase: Purchase, change = (body: string) => body) {
  const { url, body } = told(purchase.paymentId)
  const { host, pathname, search } = new URL(url)
  return visit(host, pathname + search, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    text: change(body),
  })
}

test.group('Payments | A push to the phone', (group) => {
  group.setup(open)
  group.each.setup(quiet)

  test('the page asks to look at the phone, looks again by itself, and leads on once paid', async ({
    assert,
  }) => {
    const purchase = await begin()
    const page = await purchase.guest.visitor.get(purchase.checkout)
    assert.include(page.body, 'Look at your phone')
    assert.include(page.body, 'M-Pesa')
    assert.notInclude(page.body, purchase.guest.mobile)
    assert.match(page.body, /http-equiv="refresh"/)

    const push = daraja.control.push(purchase.paymentId)
    assert.equal(push.amountMinor, (await purchase.intent()).amountMinor)
    daraja.control.complete(purchase.paymentId, 'pay')
    assert.equal((await tell(purchase)).status, 200)
    assert.include((await purchase.guest.visitor.get(purchase.checkout)).url, '/online')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('Safaricom is answered as it wants, and the receipt is the transaction', async ({
    assert,
  }) => {
    const purchase = await begin()
    const { receipt } = daraja.control.complete(purchase.paymentId, 'pay')
    const answer = await tell(purchase)
    assert.deepEqual(JSON.parse(answer.body), { ResultCode: 0, ResultDesc: 'Accepted' })
    assert.equal((await purchase.intent()).gatewayTransaction, receipt)
  })

  test('a callback that never comes: the query credits', async ({ assert }) => {
    const purchase = await begin()
    daraja.control.complete(purchase.paymentId, 'pay')
    await reconcileNow(shop.isp)
    await purchase.becomes('paid')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
    assert.equal((await tell(purchase)).status, 200)
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('before the PIN it is pending, however Daraja says so: {style}')
    .with([{ style: 'error' as const }, { style: 'code' as const }, { style: 'blank' as const }])
    .run(async ({ assert }, { style }) => {
      daraja.control.usePendingStyle(style)
      const purchase = await begin()
      const before = daraja.control.calls(QUERY)
      await reconcileNow(shop.isp)
      await purchase.guest.visitor.get(purchase.checkout)
      await eventually('Daraja was asked', () => daraja.control.calls(QUERY) > before)
      assert.equal(await purchase.state(), 'pending')
      daraja.control.complete(purchase.paymentId, 'pay')
      await tell(purchase)
      assert.equal(await purchase.state(), 'paid')
    })

  test('{title} takes nothing, and the customer may try again')
    .with([
      { title: 'a cancel on the phone', code: '1032', state: 'failed' as const },
      { title: 'too little money', code: '1', state: 'failed' as const },
      { title: 'a wrong PIN', code: '2001', state: 'failed' as const },
      { title: 'a prompt nobody answered', code: '1037', state: 'expired' as const },
      { title: 'a prompt that ran out', code: '1019', state: 'expired' as const },
      { title: 'another payment under way', code: '1001', state: 'failed' as const },
    ])
    .run(async ({ assert }, { code, state }) => {
      const purchase = await begin()
      daraja.control.end(purchase.paymentId, code)
      await tell(purchase)
      assert.equal(await purchase.state(), state)
      const page = await purchase.guest.visitor.get(purchase.checkout)
      assert.include(page.body, 'Try again')
      assert.deepEqual(await purchase.credits(), NOTHING)
    })

  test('money that went after a prompt nobody answered is credited by its callback', async ({
    assert,
  }) => {
    const purchase = await begin()
    daraja.control.end(purchase.paymentId, '1037')
    await tell(purchase)
    daraja.control.payLate(purchase.paymentId)
    await tell(purchase)
    assert.equal(await purchase.state(), 'paid')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('a till is paid as a till', async ({ assert }) => {
    const store = anyMerchant({ till: '5551234' })
    daraja.control.addMerchant(store)
    const purchase = await begin(await openShop(store))
    daraja.control.complete(purchase.paymentId, 'pay')
    await tell(purchase)
    assert.equal(await purchase.state(), 'paid')
  })

  test('addresses without Safaricom’s brands in them are given', async ({ assert }) => {
    daraja.control.refuseWords()
    const purchase = await begin()
    daraja.control.refuseWords(false)
    assert.isNotEmpty(purchase.paymentId)
  })
})

test.group('Payments | Callbacks that Safaricom never wrote', (group) => {
  group.setup(open)
  group.each.setup(quiet)

  test('{title} credits nothing, and the customer can still pay')
    .with([
      { title: 'a made-up success', forge: (body: string) => succeeded(body) },
      { title: 'the success of another push', forge: (body: string) => stolen(succeeded(body)) },
      { title: 'no JSON', forge: () => '<html>' },
      { title: 'an empty body', forge: () => '' },
      { title: 'other JSON', forge: () => '{"Body":{"stkCallback":{"ResultCode":0}}}' },
    ])
    .run(async ({ assert }, { forge }) => {
      const [other, purchase] = [await begin(), await begin()]
      daraja.control.end(other.paymentId, '1032')
      const { pathname, search, host } = new URL(purchase.callback({}).replace('/mpesa/', '/stk/'))
      const body = forge(told(other.paymentId).body.replaceAll(other.paymentId, purchase.paymentId))
      const answer = await visit(host, pathname + search, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        text: body,
      })
      assert.isBelow(answer.status, 500)
      assert.equal(await purchase.state(), 'pending')
      assert.deepEqual(await purchase.credits(), NOTHING)

      daraja.control.complete(purchase.paymentId, 'pay')
      await tell(purchase)
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
    })

  test('one receipt credits one payment', async ({ assert }) => {
    const [first, second] = [await begin(), await begin()]
    for (const purchase of [first, second]) {
      daraja.control.lieNext({ receipt: 'TWICE00001' })
      daraja.control.complete(purchase.paymentId, 'pay')
      await tell(purchase)
    }
    assert.equal(await first.state(), 'paid')
    assert.equal(await second.state(), 'review')
    assert.deepEqual(await second.credits(), NOTHING)
  })
})

test.group('Payments | Trouble at M-Pesa', (group) => {
  group.setup(open)
  group.each.setup(quiet)

  test('a query that answers by {mode} is unknown, and the reconciler credits')
    .with([{ mode: 'busy' }, { mode: 'too-many' }, { mode: 'lie-checkout' }])
    .run(async ({ assert }, { mode }) => {
      const purchase = await begin()
      daraja.control.complete(purchase.paymentId, 'pay')
      daraja.control.force({ path: QUERY, mode, times: OTHERS_ASK_TOO })
      await tell(purchase)
      assert.equal(await purchase.state(), 'pending')
      daraja.control.clearFaults()
      await reconcileNow(shop.isp)
      await purchase.becomes('paid')
      const { receipt } = daraja.control.push(purchase.paymentId)
      assert.equal((await purchase.intent()).gatewayTransaction, receipt)
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
    })

  test('a push that Daraja refuses by {mode} starts nothing')
    .with(['refuse', 'busy', 'too-many', 'not-accepted'].map((mode) => ({ mode })))
    .run(async ({ assert }, { mode }) => {
      daraja.control.force({ path: PUSH, mode })
      assert.include(await shop.turnedAway(anyKenyan()), 'could not be started')
    })

  test('a push whose answer is lost keeps waiting, and who pays it is looked at by a person', async ({
    assert,
  }) => {
    daraja.control.force({ path: PUSH, mode: 'drop-after-capture' })
    const purchase = await begin()
    assert.equal(purchase.paymentId, '')
    const page = await purchase.guest.visitor.get(purchase.checkout)
    assert.include(page.body, 'Look at your phone')
    await reconcileNow(shop.isp)
    assert.equal(await purchase.state(), 'pending')

    const push = daraja.control.pushes().at(-1)
    daraja.control.complete(push?.checkoutRequestId ?? '', 'pay')
    const { url, body } = told(push?.checkoutRequestId ?? '')
    const { host, pathname, search } = new URL(url)
    const headers = { 'content-type': 'application/json' }
    await visit(host, pathname + search, { method: 'POST', headers, text: body })
    assert.equal(await purchase.state(), 'review')
    assert.deepEqual(await purchase.credits(), NOTHING)
  })

  test('a token that is refused is replaced, once', async ({ assert }) => {
    for (const mode of ['expired-token', 'unauthorized']) {
      daraja.control.force({ path: PUSH, mode })
      const purchase = await begin()
      assert.isNotEmpty(purchase.paymentId)
    }
  })

  test('tokens are kept between calls', async ({ assert }) => {
    const asked = async () => (await shop.evidence()).split('M-Pesa token').length - 1
    const before = await asked()
    await begin()
    await begin()
    assert.isAbove(before, 0)
    assert.equal(await asked(), before)
  })

  test('keys, passkey and tokens are kept nowhere', async ({ assert }) => {
    const evidence = await shop.evidence()
    assert.include(evidence, 'M-Pesa push')
    assert.include(evidence, 'M-Pesa query')
    for (const secret of [merchant.consumerKey, merchant.consumerSecret, merchant.passkey]) {
      assert.notInclude(evidence, secret)
    }
  })

  test('the connection is tested without a push', async ({ assert }) => {
    const before = daraja.control.pushes().length
    assert.isTrue((await (await shop.account()).check()).ok)
    const wrong = await openShop({ ...merchant, consumerSecret: 'wrong' })
    const verdict = await (await wrong.account()).check()
    assert.deepInclude(verdict, { ok: false, reason: 'misconfigured' })
    assert.lengthOf(daraja.control.pushes(), before)
  })
})

function succeeded(body: string): string {
  const items = [
    { Name: 'Amount', Value: 30 },
    { Name: 'MpesaReceiptNumber', Value: 'FORGED0001' },
  ]
  const { Body } = JSON.parse(body)
  const stkCallback = { ...Body.stkCallback, ResultCode: 0, CallbackMetadata: { Item: items } }
  return JSON.stringify({ Body: { stkCallback } })
}

function stolen(body: string): string {
  return body.replace(/ws_CO_\w+/, 'ws_CO_070620261300001234567890')
}
