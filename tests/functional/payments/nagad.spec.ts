import { generateKeyPairSync } from 'node:crypto'
import { test } from '@japa/runner'
import { Money } from '#core/money'
import { gatewayIntent } from '#payments/intents/gateway_intent'
import { startNagad, type RunningNagad } from '#tests/standins/nagad/start'
import type { MerchantAccount } from '#tests/standins/nagad/merchants'
import { anySecret, GatewayShop, OTHERS_ASK_TOO, standIn } from '#tests/support/gateway_shop'
import { NOTHING, once, reconcileNow, type Purchase } from '#tests/support/purchase'

let gateway: RunningNagad
let shop: GatewayShop
let merchants = 600_000

async function open(): Promise<() => Promise<void>> {
  gateway = await startNagad()
  const restore = standIn('NAGAD_BASE_URL', gateway.baseUrl)
  shop = await openShop()
  return async () => {
    await gateway.stop()
    restore()
  }
}

/** An ISP with a merchant of its own at Nagad. */
async function openShop(
  changes: Partial<MerchantAccount> = {},
  keys: Record<string, string> = {}
): Promise<GatewayShop> {
  const merchantId = `683${(merchants += 1)}`
  const account = { merchantId, accountNumber: '01711111111', ...changes }
  const { merchantPrivateKey = '', pgPublicKey } = gateway.control.addMerchant(account)
  return GatewayShop.open('nagad', {
    merchant_id: merchantId,
    merchant_number: '01711111111',
    private_key: merchantPrivateKey,
    pg_public_key: pgPublicKey,
    ...keys,
  })
}

function calm(): () => void {
  return () => {
    gateway.control.clearFaults()
    gateway.control.use({ amounts: 'plain' })
  }
}

const begin = () => shop.begin()
const act = ({ paymentId }: Purchase, action: 'pay' | 'cancel' | 'fail') =>
  gateway.control.complete(paymentId, action)

/** A callback as anyone may write it. */
function claim(purchase: Purchase, status: string): string {
  return purchase.callback({
    order_id: purchase.reference,
    payment_ref_id: purchase.paymentId,
    status,
    status_code: '00_0000_000',
  })
}

test.group('Payments | Coming back from Nagad', (group) => {
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

  test('a forged “{status}” closes and credits nothing, and the customer can still pay')
    .with([{ status: 'Aborted' }, { status: `'"><script>` }])
    .run(async ({ assert }, { status }) => {
      const purchase = await begin()
      await purchase.guest.visitor.get(claim(purchase, status))
      assert.equal(await purchase.state(), 'pending')
      await purchase.guest.visitor.get(act(purchase, 'pay'))
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
    })

  test('the callback of another payment, paid, pays for nothing', async ({ assert }) => {
    const [paid, purchase] = [await begin(), await begin()]
    const { search } = new URL(act(paid, 'pay'))
    const url = new URL(purchase.callback({}))
    await purchase.guest.visitor.get(`${url.origin}${url.pathname}${search}`)
    assert.equal(await purchase.state(), 'pending')
    assert.deepEqual(await purchase.credits(), NOTHING)
  })

  test('nobody comes back: the reconciler credits, amounts written as {amounts}')
    .with([{ amounts: 'two' as const }, { amounts: 'four' as const }])
    .run(async ({ assert }, { amounts }) => {
      gateway.control.use({ amounts })
      const purchase = await begin()
      act(purchase, 'pay')
      await reconcileNow(shop.isp)
      await purchase.becomes('paid')
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
    })
})

test.group('Payments | When Nagad’s figures are not ours', (group) => {
  group.setup(open)
  group.each.setup(calm)

  test('another {what} is held for a person, and nothing that follows changes it')
    .with([
      { what: 'order', mode: 'lie-order', value: 'AnotherOrder' },
      { what: 'merchant', mode: 'lie-merchant', value: '600000000000000' },
    ])
    .run(async ({ assert }, { mode, value }) => {
      const purchase = await begin()
      const back = act(purchase, 'pay')
      gateway.control.force({ path: '*', mode, value, times: OTHERS_ASK_TOO })
      const page = await purchase.guest.visitor.get(back)
      assert.include(page.body, 'Your payment is being checked')
      await purchase.guest.visitor.get(back)
      await reconcileNow(shop.isp)
      assert.equal(await purchase.state(), 'review')
      assert.deepEqual(await purchase.credits(), NOTHING)
    })
})

test.group('Payments | Trouble at Nagad', (group) => {
  group.setup(open)
  group.each.setup(calm)

  test('a verification that answers by {mode} is unknown, and the reconciler credits')
    .with([{ mode: 'system-error' }, { mode: 'dev-message' }, { mode: 'lie-reference' }])
    .run(async ({ assert }, { mode }) => {
      const purchase = await begin()
      const back = act(purchase, 'pay')
      gateway.control.force({ path: '*', mode, times: OTHERS_ASK_TOO })
      await purchase.guest.visitor.get(back)
      assert.equal(await purchase.state(), 'pending')
      gateway.control.clearFaults()
      await reconcileNow(shop.isp)
      await purchase.becomes('paid')
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
    })

  test('a first step that answers by {mode} starts nothing')
    .with(
      ['wrong-signature', 'wrong-key', 'refuse', 'dev-message', 'html', 'drop', 'empty'].map(
        (mode) => ({ mode })
      )
    )
    .run(async ({ assert }, { mode }) => {
      const before = gateway.control.payments().filter(({ order }) => order).length
      /** The path ends with our reference, which nobody knows before. */
      gateway.control.force({ path: '*', mode, times: OTHERS_ASK_TOO })
      assert.include(await shop.turnedAway(), 'could not be started')
      assert.equal(gateway.control.payments().filter(({ order }) => order).length, before)
    })

  test('the connection is tested with all its keys, and without a payment', async ({ assert }) => {
    assert.isTrue((await (await shop.account()).check()).ok)
    assert.isFalse(
      gateway.control.payments().some(({ orderId, order }) => orderId.startsWith('check') && order)
    )
  })

  test('{title} fails the test of the connection as {reason}')
    .with([
      {
        title: 'a key that is none',
        open: () => openShop({}, { private_key: 'not-a-key' }),
        reason: 'misconfigured',
      },
      {
        title: 'another merchant’s private key',
        open: () => openShop({}, { private_key: strangePrivateKey() }),
        reason: 'misconfigured',
      },
      {
        title: 'a public key that is not Nagad’s',
        open: () => openShop({}, { pg_public_key: strangePublicKey() }),
        reason: 'misconfigured',
      },
      {
        title: 'an address that is not whitelisted',
        open: () => openShop({ allowedIps: ['203.0.113.9'] }),
        reason: 'unreadable_answer',
      },
    ])
    .run(async ({ assert }, { open: openOther, reason }) => {
      const account = await (await openOther()).account()
      assert.deepInclude(await account.check(), { ok: false, reason })
    })

  test('a private key pasted as PEM works, and is kept nowhere', async ({ assert }) => {
    const { publicKey, privateKey } = keyPair()
    const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString().replaceAll('\n', ' ')
    const other = await openShop({ publicKey: spki }, { private_key: pem })
    const purchase = await other.begin()
    await purchase.guest.visitor.get(act(purchase, 'pay'))
    assert.equal(await purchase.state(), 'paid')
    assert.notInclude(await other.evidence(), 'PRIVATE KEY')
  })
})

test.group('Payments | Refunds at Nagad', (group) => {
  group.setup(open)
  group.each.setup(calm)

  async function paid(from = shop) {
    const purchase = await from.begin()
    await purchase.guest.visitor.get(act(purchase, 'pay'))
    const intent = await purchase.intent()
    return {
      intent: gatewayIntent(intent),
      gatewayTransaction: intent.gatewayTransaction ?? '',
      note: 'গ্রাহক ফেরত চেয়েছেন: wrong package, refund please',
    }
  }

  test('a part is refunded', async ({ assert }) => {
    const account = await shop.account()
    const request = { ...(await paid()), amount: Money.parse('10', 'BDT'), reference: anySecret() }
    assert.equal((await account.refund?.(request))?.state, 'refunded')
  })

  test('a merchant without refunds is refused', async ({ assert }) => {
    const other = await openShop({ mayRefund: false })
    const request = {
      ...(await paid(other)),
      amount: Money.parse('10', 'BDT'),
      reference: anySecret(),
    }
    assert.notEqual((await (await other.account()).refund?.(request))?.state, 'refunded')
  })

  test('an answer that is lost, or not signed by Nagad, is unknown')
    .with([{ mode: 'drop-after-capture' }, { mode: 'wrong-signature' }])
    .run(async ({ assert }, { mode }) => {
      const account = await shop.account()
      const request = { ...(await paid()), amount: Money.parse('5', 'BDT'), reference: anySecret() }
      gateway.control.force({ path: 'cancel', mode })
      assert.equal((await account.refund?.(request))?.state, 'unknown')
    })
})

function keyPair() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
}

function strangePrivateKey(): string {
  return keyPair().privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
}

function strangePublicKey(): string {
  return keyPair().publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
}
