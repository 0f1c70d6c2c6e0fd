import { test } from '@japa/runner'
import { startShurjopay, type RunningShurjopay } from '#tests/standins/shurjopay/start'
import { anySecret, GatewayShop, OTHERS_ASK_TOO, standIn } from '#tests/support/gateway_shop'
import { NOTHING, once, reconcileNow, type Purchase } from '#tests/support/purchase'

const VERIFICATION = 'verification'
const CREATE = 'secret-pay'

const STRANGE: { title: string; query: Record<string, string> }[] = [
  { title: 'no order', query: {} },
  { title: 'hostile text', query: { order_id: `'"><script>`, oid: '%00' } },
]

let gateway: RunningShurjopay
let shop: GatewayShop
const store = { username: `store${anySecret()}`, password: anySecret(), prefix: 'GRN' }

async function open(): Promise<() => Promise<void>> {
  gateway = await startShurjopay({ merchants: [store] })
  const restore = standIn('SHURJOPAY_BASE_URL', gateway.baseUrl)
  shop = await GatewayShop.open('shurjopay', store)
  return async () => {
    await gateway.stop()
    restore()
  }
}

function calm(): () => void {
  return () => {
    gateway.control.clearFaults()
    gateway.control.useStyle({ amounts: 'four', spCode: 'string' })
  }
}

/** A store that nobody else buys at, nor asks about: whose tokens can be counted. */
function aStore() {
  const own = { username: `store${anySecret()}`, password: anySecret(), prefix: 'OWN' }
  gateway.control.addMerchant(own)
  return own
}

const begin = () => shop.begin()
const act = ({ paymentId }: Purchase, action: 'pay' | 'cancel' | 'fail') =>
  gateway.control.complete(paymentId, action)

test.group('Payments | Coming back from ShurjoPay', (group) => {
  group.setup(open)
  group.each.setup(calm)

  test('paid is credited once, and the way back leads to the package', async ({ assert }) => {
    const purchase = await begin()
    const page = await purchase.guest.visitor.get(act(purchase, 'pay'))
    assert.include(page.url, '/online')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('{action} there takes nothing and lets the customer choose again')
    .with([{ action: 'cancel' as const }, { action: 'fail' as const }])
    .run(async ({ assert }, { action }) => {
      const purchase = await begin()
      const page = await purchase.guest.visitor.get(act(purchase, action))
      assert.include(page.body, 'The payment did not go through')
      assert.equal(await purchase.state(), 'failed')
      assert.deepEqual(await purchase.credits(), NOTHING)
    })

  test('a callback that names {title} is not believed')
    .with(STRANGE)
    .run(async ({ assert }, { query }) => {
      const purchase = await begin()
      await purchase.guest.visitor.get(purchase.callback(query))
      assert.equal(await purchase.state(), 'pending')
      await purchase.guest.visitor.get(act(purchase, 'pay'))
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
    })

  test('the callback of another order, paid, pays for nothing', async ({ assert }) => {
    const [paid, purchase] = [await begin(), await begin()]
    act(paid, 'pay')
    await purchase.guest.visitor.get(purchase.callback({ order_id: paid.paymentId }))
    assert.equal(await purchase.state(), 'pending')
    assert.deepEqual(await purchase.credits(), NOTHING)
  })

  test('nobody comes back: the reconciler credits, amounts {amounts}, codes as {spCode}')
    .with([
      { amounts: 'plain' as const, spCode: 'number' as const },
      { amounts: 'two' as const, spCode: 'string' as const },
    ])
    .run(async ({ assert }, style) => {
      gateway.control.useStyle(style)
      const purchase = await begin()
      act(purchase, 'pay')
      await reconcileNow(shop.isp)
      await purchase.becomes('paid')
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
    })

  test('code {code} leaves it {state}')
    .with([
      { code: '1001', state: 'failed' as const },
      { code: '1002', state: 'failed' as const },
      { code: '1067', state: 'failed' as const },
      { code: '1008', state: 'pending' as const },
      { code: '1061', state: 'pending' as const },
      { code: '2005', state: 'pending' as const },
      { code: '2007', state: 'pending' as const },
    ])
    .run(async ({ assert }, { code, state }) => {
      const purchase = await begin()
      await purchase.guest.visitor.get(gateway.control.end(purchase.paymentId, code))
      assert.equal(await purchase.state(), state)
      assert.deepEqual(await purchase.credits(), NOTHING)
    })
})

test.group('Payments | When ShurjoPay’s figures are not ours', (group) => {
  group.setup(open)
  group.each.setup(calm)

  test('another order of ours is held for a person, and nothing that follows changes it', async ({
    assert,
  }) => {
    const purchase = await begin()
    const back = act(purchase, 'pay')
    const lie = { mode: 'lie-order', value: 'another-order', times: OTHERS_ASK_TOO }
    gateway.control.force({ path: VERIFICATION, ...lie })
    const page = await purchase.guest.visitor.get(back)
    assert.include(page.body, 'Your payment is being checked')
    await purchase.guest.visitor.get(back)
    await reconcileNow(shop.isp)
    assert.equal(await purchase.state(), 'review')
    assert.deepEqual(await purchase.credits(), NOTHING)
  })

  test('{mode} beside the money is no reason to refuse it')
    .with([{ mode: 'odd-bank-status' }, { mode: 'no-transaction-status' }])
    .run(async ({ assert }, { mode }) => {
      const purchase = await begin()
      const back = act(purchase, 'pay')
      gateway.control.force({ path: VERIFICATION, mode, times: OTHERS_ASK_TOO })
      await purchase.guest.visitor.get(back)
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
    })
})

test.group('Payments | Trouble at ShurjoPay', (group) => {
  group.setup(open)
  group.each.setup(calm)

  test('a verification that answers by {mode} is unknown, and the reconciler credits')
    .with([{ mode: 'empty-list' }, { mode: 'lie-reference' }])
    .run(async ({ assert }, { mode }) => {
      const purchase = await begin()
      const back = act(purchase, 'pay')
      gateway.control.force({ path: VERIFICATION, mode, times: OTHERS_ASK_TOO })
      await purchase.guest.visitor.get(back)
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

  test('one token serves many, at once too', async ({ assert }) => {
    const own = aStore()
    const fresh = await GatewayShop.open('shurjopay', own)
    const purchases = await Promise.all([fresh.begin(), fresh.begin(), fresh.begin()])
    for (const purchase of purchases) await purchase.guest.visitor.get(act(purchase, 'pay'))
    assert.equal(gateway.control.tokensGiven(own.username), 1)
  })

  test('two ISPs share no token, though their store is the same', async ({ assert }) => {
    const own = aStore()
    for (const one of [1, 2]) {
      const other = await GatewayShop.open('shurjopay', own)
      await other.begin()
      assert.equal(gateway.control.tokensGiven(own.username), one)
    }
  })

  test('a token that is refused before its time is replaced once', async ({ assert }) => {
    const own = aStore()
    const purchase = await (await GatewayShop.open('shurjopay', own)).begin()
    const back = act(purchase, 'pay')
    gateway.control.expireTokens(own.username)
    await purchase.guest.visitor.get(back)
    assert.equal(await purchase.state(), 'paid')
    assert.equal(gateway.control.tokensGiven(own.username), 2)
  })

  test('password and tokens are kept nowhere in the open', async ({ assert }) => {
    const evidence = await shop.evidence()
    assert.include(evidence, 'ShurjoPay verification')
    assert.notInclude(evidence, store.password)
    assert.notMatch(evidence, /eyJ[\w-]+\.[\w-]+\./)
  })

  test('the connection is tested with a new token', async ({ assert }) => {
    assert.isTrue((await (await shop.account()).check()).ok)
    const wrong = await GatewayShop.open('shurjopay', { ...store, password: 'wrong' })
    const verdict = await (await wrong.account()).check()
    assert.deepInclude(verdict, { ok: false, reason: 'misconfigured' })
    gateway.control.force({ path: 'get_token', mode: 'drop', times: OTHERS_ASK_TOO })
    assert.deepInclude(await (await shop.account()).check(), { ok: false, reason: 'no_answer' })
  })
})
