import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import Customer from '#hotspot/customers/customer'
import Package from '#hotspot/packages/package'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import PaymentIntent from '#payments/intents/payment_intent'
import type Router from '#routers/router'
import { OTHERS_ASK_TOO } from '#tests/support/gateway_shop'
import { Guest, portalPage } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { formAction } from '#tests/support/page_visitor'
import { NOTHING, once, Purchase, reconcileNow } from '#tests/support/purchase'
import { world } from '#tests/support/world'

let isp: Isp
let router: Router

async function openShop() {
  isp = await openIsp()
  router = await registerRouter(isp)
}

const begin = (name?: string) => Purchase.begin(new Guest(isp, router), name)
const bkash = () => world().bkash.control

test.group('Payments | When bKash is in trouble', (group) => {
  group.setup(openShop)
  group.each.teardown(() => bkash().clearFaults())

  test('an execution that is answered by {mode} and was not done is done by the reconciler')
    .with([{ mode: 'drop' }, { mode: 'maintenance' }, { mode: 'system-error' }])
    .run(async ({ assert }, { mode }) => {
      const purchase = await begin()
      bkash().force({ path: 'execute', mode, times: OTHERS_ASK_TOO })
      const page = await purchase.pay()
      assert.include(page.body, 'Waiting for your payment')
      assert.deepEqual(await purchase.credits(), NOTHING)
      bkash().clearFaults()
      await reconcileNow(isp)
      await purchase.becomes('paid')
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
    })

  test('a refused token in between is renewed and the payment goes through', async ({ assert }) => {
    const purchase = await begin()
    bkash().force({ path: 'execute', mode: 'expired-token' })
    await purchase.pay()
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('{mode} when starting: nothing is taken, the customer reads so and may try again')
    .with([
      { mode: '500' },
      { mode: 'html' },
      { mode: 'drop' },
      { mode: 'maintenance' },
      { mode: 'garbage' },
    ])
    .run(async ({ assert }, { mode }) => {
      const guest = new Guest(isp, router)
      const portal = await guest.comeBack()
      bkash().force({ path: 'create', mode })
      const refused = await guest.buy(portal, 'Day Pass')
      const page = await guest.visitor.get(refused.location ?? '')
      assert.include(page.body, 'The payment could not be started. Nothing was taken.')
      const again = await Purchase.begin(guest, 'Day Pass', portal)
      await again.pay()
      assert.deepEqual(await again.credits(), once('Day Pass'))
    })

  test('the callback that never comes costs nobody anything, and closes after a day', async ({
    assert,
  }) => {
    const purchase = await begin()
    await purchase.act('pay')
    await reconcileNow(isp)
    assert.equal(await purchase.state(), 'pending')
    assert.notEqual(bkash().payment(purchase.paymentId).state, 'completed', 'not captured')

    const yesterday = DateTime.utc().minus({ hours: 26 })
    await isp.inside(() =>
      PaymentIntent.query()
        .where('reference', purchase.reference)
        .update({
          createdAt: yesterday.toJSDate(),
          expiresAt: yesterday.plus({ hours: 24 }).toJSDate(),
        })
    )
    await reconcileNow(isp)
    await purchase.becomes('expired')

    const late = await purchase.guest.visitor.get(purchase.claim('success'))
    assert.include(late.body, 'The payment was not finished in time')
    assert.notEqual(bkash().payment(purchase.paymentId).state, 'completed', 'still not captured')
    assert.deepEqual(await purchase.credits(), NOTHING)
  })

  test('a process that died before it asked is made up for', async ({ assert }) => {
    const purchase = await begin()
    const url = new URL(await purchase.act('pay'))
    await isp.inside(async () => {
      const intent = await purchase.intent()
      const query = Object.fromEntries(url.searchParams)
      await intent
        .merge({ callbackHint: { method: 'GET', query, headers: {}, rawBody: '' } })
        .save()
    })
    await reconcileNow(isp)
    await purchase.becomes('paid')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('a wallet that paid the same sum a minute ago is refused; nothing is taken and later it works', async ({
    assert,
  }) => {
    const guest = new Guest(isp, router)
    const first = await Purchase.begin(guest)
    await first.pay()
    const second = await Purchase.begin(guest, 'Day Pass', first.portal)
    const page = await second.pay()
    assert.include(page.body, 'The payment did not go through')
    assert.include(page.body, 'Try again')
    assert.equal(await second.state(), 'failed')

    bkash().advance(180)
    const third = await Purchase.begin(guest, 'Day Pass', first.portal)
    await third.pay()
    const { payments } = await third.credits()
    assert.equal(payments, 2)
  })
})

test.group('Payments | Callbacks that contradict each other', (group) => {
  group.setup(openShop)
  group.each.teardown(() => bkash().clearFaults())

  test('a {status} after the authorisation neither closes nor replaces it')
    .with([{ status: 'cancel' as const }, { status: 'failure' as const }])
    .run(async ({ assert }, { status }) => {
      const purchase = await begin()
      bkash().force({ path: 'execute', mode: 'drop', times: OTHERS_ASK_TOO })
      await purchase.pay()
      const page = await purchase.guest.visitor.get(purchase.claim(status))
      assert.include(page.body, 'Waiting for your payment')
      assert.equal(await purchase.state(), 'pending')
      bkash().clearFaults()
      await reconcileNow(isp)
      await purchase.becomes('paid')
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
    })

  test('a cancel that was forged before the customer pays costs the customer nothing but a page', async ({
    assert,
  }) => {
    const purchase = await begin()
    await purchase.guest.visitor.get(purchase.claim('cancel'))
    assert.equal(await purchase.state(), 'failed')
    const page = await purchase.pay()
    assert.include(page.url, '/online')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('… also when bKash does not answer at that moment', async ({ assert }) => {
    const purchase = await begin()
    await purchase.guest.visitor.get(purchase.claim('cancel'))
    bkash().force({ path: 'execute', mode: 'drop', times: OTHERS_ASK_TOO })
    bkash().force({ path: 'status', mode: 'drop', times: OTHERS_ASK_TOO })
    assert.include((await purchase.pay()).body, 'Waiting for your payment')
    bkash().clearFaults()
    await reconcileNow(isp)
    await purchase.becomes('paid')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })

  test('a capture that bKash refused is not tried again by replaying the callback', async ({
    assert,
  }) => {
    const purchase = await begin()
    bkash().setWalletBalance(purchase.guest.mobile.replace('+88', ''), '0')
    const back = await purchase.act('pay')
    await purchase.guest.visitor.get(back)
    assert.equal(await purchase.state(), 'failed')
    const before = bkash().calls('execute')
    await purchase.guest.visitor.get(back)
    await purchase.guest.visitor.get(back)
    assert.equal(bkash().calls('execute'), before)
    assert.equal(await purchase.state(), 'failed')
  })

  test('an old attempt that a later one has overtaken is not captured any more', async ({
    assert,
  }) => {
    const guest = new Guest(isp, router)
    const old = await Purchase.begin(guest, 'Day Pass')
    const later = await Purchase.begin(guest, 'Weekly', old.portal)
    await later.pay()
    const page = await old.pay()
    assert.include(page.body, 'We have received no money')
    assert.notEqual(bkash().payment(old.paymentId).state, 'completed')
    assert.equal(await old.state(), 'failed')
    assert.deepEqual(await old.credits(), once('Weekly'))
  })
})

test.group('Payments | What happens around a purchase', (group) => {
  group.each.setup(openShop)
  group.each.teardown(() => bkash().clearFaults())

  const ways = [
    { what: 'deleted', change: (chosen: Package) => chosen.delete() },
    { what: 'taken off sale', change: (chosen: Package) => chosen.merge({ active: false }).save() },
    { what: 'made dearer', change: (chosen: Package) => chosen.merge({ priceMinor: 9900 }).save() },
    {
      what: 'renamed and cut',
      change: (chosen: Package) => chosen.merge({ name: 'Minute', validitySeconds: 60 }).save(),
    },
  ]
  test('the package is {what} meanwhile: what was chosen is what is given, at that price')
    .with(ways)
    .run(async ({ assert }, { change }) => {
      const purchase = await begin()
      await isp.inside(
        async () => void (await change(await Package.findByOrFail('name', 'Day Pass')))
      )
      await purchase.pay()
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
      const { activation } = await isp.inside(async () => {
        const customer = await Customer.query()
          .where('mobile', purchase.guest.mobile)
          .preload('activation')
          .firstOrFail()
        return customer
      })
      assert.equal(activation.priceMinor, 3000)
      assert.closeTo(activation.secondsLeft(DateTime.utc()), 86_400, 60)
    })

  test('the gateway is switched off meanwhile: who has paid is credited, nobody new can start', async ({
    assert,
  }) => {
    const purchase = await begin()
    await isp.inside(
      async () => void (await PaymentGatewayAccount.query().update({ enabled: false }))
    )
    await purchase.pay()
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
    const guest = new Guest(isp, router)
    const refused = await guest.buy(await guest.comeBack(), 'Day Pass')
    assert.include(
      (await guest.visitor.get(refused.location ?? '')).body,
      'There is no way to pay here yet'
    )
  })

  test('the customer is blocked meanwhile: the money is accounted for, the block stays', async ({
    assert,
  }) => {
    const purchase = await begin()
    await isp.inside(
      async () => void (await (await purchase.guest.customer()).merge({ status: 'blocked' }).save())
    )
    await purchase.pay()
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
    assert.equal((await purchase.guest.customer()).status, 'blocked')
  })

  test('a blocked customer cannot start a payment', async ({ assert }) => {
    const guest = new Guest(isp, router)
    const portal = await guest.comeBack()
    const packages = await guest.packages(portal)
    const form = new URL(formAction(packages, '/buy'), packages.url).href
    const [dayPass] = await isp.inside(() => Package.query().where('name', 'Day Pass'))
    await isp.inside(
      async () => void (await (await guest.customer()).merge({ status: 'blocked' }).save())
    )
    const page = await guest.visitor.post(form, { package_id: String(dayPass?.id) })
    assert.include(page.body, 'Your account is blocked')
    assert.lengthOf(await isp.inside(() => PaymentIntent.all()), 0)
  })

  test('buying the same twice leads to one payment, another package to another', async ({
    assert,
  }) => {
    const guest = new Guest(isp, router)
    const portal = await guest.comeBack()
    const first = await guest.buy(portal, 'Day Pass')
    assert.equal((await guest.buy(portal, 'Day Pass')).location, first.location)
    assert.notEqual((await guest.buy(portal, 'Weekly')).location, first.location)
    assert.lengthOf(await isp.inside(() => PaymentIntent.all()), 2)

    await isp.inside(async () => {
      const dayPass = await Package.findByOrFail('name', 'Day Pass')
      await dayPass.merge({ priceMinor: 3500 }).save()
    })
    assert.notEqual(
      (await guest.buy(portal, 'Day Pass')).location,
      first.location,
      'at the new price'
    )
  })

  test('after a cancel the same package is a new payment', async ({ assert }) => {
    const purchase = await begin()
    await purchase.guest.visitor.get(await purchase.act('cancel'))
    const again = await Purchase.begin(purchase.guest, 'Day Pass', purchase.portal)
    assert.notEqual(again.paymentId, purchase.paymentId)
    await again.pay()
    assert.deepEqual(await again.credits(), once('Day Pass'))
  })

  test('who has authorised and waits is not sent to pay again', async ({ assert }) => {
    const purchase = await begin()
    bkash().force({ path: 'execute', mode: 'drop', times: OTHERS_ASK_TOO })
    await purchase.pay()
    const next = await purchase.guest.buy(purchase.portal, 'Day Pass')
    assert.include(next.location, `/payments/${purchase.reference}`)
    assert.lengthOf(await isp.inside(() => PaymentIntent.all()), 1)
  })
})

test.group('Payments | What is nobody’s to buy or see', (group) => {
  group.setup(openShop)

  test('what is not on sale here cannot be bought: {what}')
    .with([
      { what: 'the Trial', id: async () => idOf({ isTrial: true }) },
      { what: 'a package off sale', id: async () => idOf({ name: 'Weekly' }, { active: false }) },
      {
        what: 'a PPPoE package',
        id: async () => idOf({ name: 'Monthly Unlimited' }, { customerType: 'pppoe' }),
      },
      { what: 'an id nobody has', id: async () => '987654321' },
      { what: 'an id beyond all numbers', id: async () => '9'.repeat(30) },
      { what: 'a negative id', id: async () => '-1' },
      { what: 'half an id', id: async () => '1.5' },
      { what: 'SQL', id: async () => '1; drop table packages' },
      { what: 'nothing', id: async () => '' },
    ])
    .run(async ({ assert }, { id }) => {
      const guest = new Guest(isp, router)
      const portal = await guest.comeBack()
      const page = await guest.visitor.post(portalPage(portal, '/buy'), { package_id: await id() })
      assert.equal(page.status, 200)
      assert.include(page.body, 'This package is not on sale any more')
      assert.lengthOf(await isp.inside(() => PaymentIntent.all()), 0)
    })

  test('the page of somebody else’s payment is not shown', async ({ assert }) => {
    const [purchase, stranger] = [await begin(), new Guest(isp, router)]
    const portal = await stranger.comeBack()
    for (const reference of [purchase.reference, '%00', `'--`]) {
      const page = await stranger.visitor.get(portalPage(portal, `/payments/${reference}`))
      assert.isBelow(page.status, 500)
      assert.notInclude(page.body, purchase.reference)
    }
  })
})

async function idOf(which: object, change: Partial<Package> = {}): Promise<string> {
  return isp.inside(async () => {
    const found = await Package.query().where(which).firstOrFail()
    await found.merge(change).save()
    return String(found.id)
  })
}
