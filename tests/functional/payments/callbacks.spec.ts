import { test } from '@japa/runner'
import PaymentTransition from '#payments/intents/payment_transition'
import type Router from '#routers/router'
import { visit } from '#tests/support/browser'
import { Guest } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { NOTHING, once, Purchase, reconcileNow } from '#tests/support/purchase'
import { world } from '#tests/support/world'

let isp: Isp
let router: Router

async function openShop() {
  isp = await openIsp()
  router = await registerRouter(isp)
}

const begin = (name?: string) => Purchase.begin(new Guest(isp, router), name)

function executions(): number {
  return world().bkash.control.calls('execute')
}

test.group('Payments | Coming back from bKash', (group) => {
  group.setup(openShop)
  group.each.teardown(() => world().bkash.control.clearFaults())

  test('paid is credited once, and the way back leads to the package', async ({ assert }) => {
    const purchase = await begin()
    const page = await purchase.pay()
    assert.include(page.url, '/online')
    assert.include(page.body, 'Day Pass')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('{act} at bKash closes it, takes nothing and lets the customer choose again')
    .with([{ act: 'cancel' as const }, { act: 'fail' as const }])
    .run(async ({ assert }, { act }) => {
      const purchase = await begin()
      const page = await purchase.guest.visitor.get(await purchase.act(act))
      assert.equal(page.status, 200)
      assert.include(page.body, 'The payment did not go through')
      assert.include(page.body, 'Try again')
      assert.equal(await purchase.state(), 'failed')
      assert.deepEqual(await purchase.credits(), NOTHING)
    })

  test('a forged “success” takes and credits nothing, and the customer can still pay', async ({
    assert,
  }) => {
    const purchase = await begin()
    const page = await purchase.guest.visitor.get(purchase.claim('success'))
    assert.include(page.body, 'Waiting for your payment')
    assert.equal(await purchase.state(), 'pending')
    assert.deepEqual(await purchase.credits(), NOTHING)
    await purchase.pay()
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('a “success” that names {title} is not believed')
    .with([
      {
        title: 'another payment',
        query: (other: Purchase) => ({ paymentID: other.paymentId, status: 'success' }),
      },
      { title: 'no payment', query: () => ({ status: 'success' }) },
      {
        title: 'a payment of hostile text',
        query: () => ({ paymentID: `'"><script>\u0000`, status: 'success' }),
      },
    ])
    .run(async ({ assert }, { query }) => {
      const [victim, purchase] = [await begin(), await begin()]
      await victim.act('pay')
      const before = executions()
      const page = await purchase.guest.visitor.get(purchase.callback(query(victim)))
      assert.isBelow(page.status, 500)
      assert.equal(executions(), before, 'nothing was captured')
      assert.equal(await purchase.state(), 'pending')
      assert.equal(await victim.state(), 'pending')
      assert.deepEqual(await purchase.credits(), NOTHING)
    })

  test('the callback replayed twenty times at once credits once', async ({ assert }) => {
    const purchase = await begin()
    const back = await purchase.act('pay')
    const pages = await Promise.all(
      Array.from({ length: 20 }, () => purchase.guest.visitor.once('GET', back))
    )
    assert.deepEqual([...new Set(pages.map(({ status }) => status))], [302])
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
    await purchase.guest.visitor.get(back)
    await purchase.guest.visitor.get(purchase.claim('cancel'))
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
    const steps = await isp.inside(async () => {
      const { id } = await purchase.intent()
      return PaymentTransition.query().where({ intentId: id, toState: 'paid' })
    })
    assert.lengthOf(steps, 1)
  })

  test('{title} is answered 404 and touches nothing')
    .with([
      {
        title: 'a reference of SQL',
        at: (p: Purchase) =>
          p.claim('success').replace(p.reference, encodeURIComponent(`' or 1=1 --`)),
      },
      {
        title: 'a reference of NUL',
        at: (p: Purchase) => p.claim('success').replace(p.reference, '%00'),
      },
      {
        title: 'an overlong reference',
        at: (p: Purchase) => p.claim('success').replace(p.reference, 'a'.repeat(3000)),
      },
      {
        title: 'another gateway',
        at: (p: Purchase) => p.claim('success').replace('/bkash/', '/nagad/'),
      },
      {
        title: 'a gateway of NUL',
        at: (p: Purchase) => p.claim('success').replace('/bkash/', '/%00/'),
      },
    ])
    .run(async ({ assert }, { at }) => {
      const purchase = await begin()
      await purchase.act('pay')
      const before = executions()
      const page = await purchase.guest.visitor.get(at(purchase))
      assert.isTrue([400, 404].includes(page.status), String(page.status))
      assert.notInclude(page.body, isp.tenant.name)
      assert.equal(executions(), before)
      assert.equal(await purchase.state(), 'pending')
    })

  test('a callback of a kilobyte a field, by POST, does no harm', async ({ assert }) => {
    const purchase = await begin()
    const page = await purchase.guest.visitor.post(purchase.claim('cancel'), {
      junk: 'x'.repeat(60_000),
    })
    assert.equal(page.status, 200)
    assert.equal(await purchase.state(), 'failed')
  })
})

test.group('Payments | When bKash’s figures are not ours', (group) => {
  group.setup(openShop)
  group.each.teardown(() => world().bkash.control.clearFaults())

  test('another {what} is held for a person, and nothing that follows changes it')
    .with([
      { what: 'amount, more than asked', mode: 'lie-amount', value: '3000' },
      { what: 'invoice', mode: 'lie-invoice', value: 'somebody-elses' },
    ])
    .run(async ({ assert }, { mode, value }) => {
      const purchase = await begin()
      world().bkash.control.force({ path: 'execute', mode, value })
      const back = await purchase.act('pay')
      const page = await purchase.guest.visitor.get(back)
      assert.include(page.body, 'Your payment is being checked')
      assert.include(page.body, purchase.reference)
      assert.equal(await purchase.state(), 'review')

      await purchase.guest.visitor.get(back)
      await purchase.guest.visitor.get(purchase.claim('cancel'))
      await reconcileNow(isp)
      assert.equal(await purchase.state(), 'review')
      assert.deepEqual(await purchase.credits(), NOTHING)
    })

  test('one transaction number credits one payment', async ({ assert }) => {
    const [first, second] = [await begin(), await begin()]
    for (const purchase of [first, second]) {
      world().bkash.control.force({ path: 'execute', mode: 'lie-trx', value: 'TWICE00001' })
      await purchase.pay()
    }
    assert.equal(await first.state(), 'paid')
    assert.equal(await second.state(), 'review')
    assert.deepEqual(await second.credits(), NOTHING)
  })
})

test.group('Payments | What is kept of a callback', (group) => {
  group.setup(openShop)

  test('the callback as it came, without the browser’s cookies', async ({ assert }) => {
    const purchase = await begin()
    const { host, pathname, search } = new URL(
      purchase.callback({ status: 'strange', paymentID: purchase.paymentId })
    )
    await visit(host, pathname + search, {
      headers: { 'cookie': 'session=stolen', 'x-signed': 'yes' },
    })
    const { callbackHint } = await purchase.intent()
    assert.deepEqual(callbackHint?.query, { status: 'strange', paymentID: purchase.paymentId })
    assert.equal(callbackHint?.headers['x-signed'], 'yes')
    assert.notProperty(callbackHint?.headers, 'cookie')
    assert.equal(await purchase.state(), 'pending')
  })
})
