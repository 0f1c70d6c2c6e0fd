import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import PaymentIntent from '#payments/intents/payment_intent'
import { openIsp, type Isp } from '#tests/support/isp'
import { LogLines } from '#tests/support/log_lines'
import { NOTHING, once, reconcileNow, type Purchase } from '#tests/support/purchase'
import { CONTESTANTS } from './trials/all.js'
import { redirected, send, spoil, truncated, type Trial } from './trials/trial.js'

/** Longer than a gateway that does not answer is asked (check_schedule.ts). */
const DAYS_UNTIL_GIVEN_UP = 9

for (const contestant of CONTESTANTS) {
  test.group(`Payments | What is told of a payment at ${contestant.name}`, (group) => {
    let trial: Trial
    let elsewhere: Isp
    let log: LogLines

    group.setup(async () => {
      trial = await contestant.open()
      elsewhere = await openIsp({ packages: false, gateways: false })
      return () => trial.gateway.stop()
    })
    group.each.setup(() => {
      log = LogLines.listen()
      return () => {
        log.stop()
        trial.gateway.control.clearFaults()
      }
    })

    const said = (purchase: Purchase) => log.said(purchase)
    const lastLine = (payment: { reference: string }) => log.of(payment).at(-1) ?? {}

    test('truncated, whole, replayed, and followed by a failure: it is credited once', async ({
      assert,
    }) => {
      const purchase = await trial.begin()
      const told = await trial.pay(purchase)
      assert.isBelow((await send(truncated(told))).status, 500)
      for (const each of [told, told, await trial.claim(purchase, 'failed'), told]) await send(each)
      assert.equal(await purchase.state(), 'paid')
      assert.deepEqual(await purchase.credits(), once(trial.buys))
      assert.include(said(purchase), 'paid')
      const idle = log.of(purchase).filter(({ msg }) => msg === 'callback changes nothing')
      assert.isAtLeast(idle.length, 3, 'whatever comes after it')
      assert.isTrue(idle.every(({ state }) => state === 'paid'))
    })

    test('reordered: a failure overtakes it, and the later of two payments comes first', async ({
      assert,
    }) => {
      const [first, second] = [await trial.begin(), await trial.begin()]
      const [ofFirst, ofSecond] = [await trial.pay(first), await trial.pay(second)]
      await send(await trial.claim(second, 'failed'))
      await send(ofSecond)
      await send(await trial.claim(first, 'failed'))
      await send(ofFirst)
      for (const purchase of [first, second]) {
        assert.equal(await purchase.state(), 'paid')
        assert.deepEqual(await purchase.credits(), once(trial.buys))
        assert.include(said(purchase), 'paid')
      }
    })

    test('twenty at once, and failures among them: it is credited once', async ({ assert }) => {
      const purchase = await trial.begin()
      const told = await trial.pay(purchase)
      const failed = await trial.claim(purchase, 'failed')
      await Promise.all(
        Array.from({ length: 24 }, (_, place) => send(place % 6 === 0 ? failed : told))
      )
      assert.equal(await purchase.state(), 'paid')
      assert.deepEqual(await purchase.credits(), once(trial.buys))
      assert.include(said(purchase), 'paid')
    })

    test('late, after the attempt was given up: money that went is credited', async ({
      assert,
    }) => {
      const purchase = await trial.begin()
      const told = await trial.pay(purchase)
      await spoil(trial, purchase, { mode: 'drop-after-capture' })
      await send(told)
      assert.equal(await purchase.state(), 'pending')
      await makeOlder(trial, purchase)
      await reconcileNow(trial.shop.isp)
      await purchase.becomes('expired')
      assert.deepEqual(await purchase.credits(), NOTHING)
      trial.gateway.control.clearFaults()

      await send(told)
      assert.equal(await purchase.state(), 'paid')
      assert.deepEqual(await purchase.credits(), once(trial.buys))
      assert.includeMembers(said(purchase), ['unknown', 'paid'])
    })

    test('forged, of another ISP, or of no payment: it credits nothing, and the truth does', async ({
      assert,
    }) => {
      const purchase = await trial.begin()
      await send(await trial.claim(purchase, 'paid'))
      assert.equal(await purchase.state(), 'pending')
      assert.include(['pending', 'unknown'], said(purchase)[0] ?? 'nothing')
      assert.notInclude(said(purchase), 'paid')

      const told = await trial.pay(purchase)
      const { slug } = elsewhere.tenant
      const toNeighbour = redirected(told, (url) => (url.hostname = `${slug}.localhost`))
      const reference = 'a'.repeat(purchase.reference.length)
      const ofNobody = redirected(told, (url) => {
        url.pathname = url.pathname.replace(purchase.reference, reference)
      })
      for (const stray of [toNeighbour, ofNobody]) assert.equal((await send(stray)).status, 404)
      assert.equal(await purchase.state(), 'pending')
      assert.deepEqual(await purchase.credits(), NOTHING)
      const unknown = { msg: 'callback for an unknown payment', level: 40 }
      assert.deepInclude(lastLine(purchase), { ...unknown, tenant: elsewhere.tenant.id })
      assert.deepInclude(lastLine({ reference }), unknown)

      await send(told)
      assert.deepEqual(await purchase.credits(), once(trial.buys))
      assert.equal(said(purchase).at(-1), 'paid')
    })

    test('a success after a failure is credited once', async ({ assert }) => {
      const purchase = await trial.begin()
      await send(await trial.fail(purchase))
      assert.include(['failed', 'expired'], await purchase.state())
      assert.deepEqual(await purchase.credits(), NOTHING)
      const late = await trial.payLate(purchase)
      for (const each of [late, late]) await send(each)
      assert.equal(await purchase.state(), 'paid')
      assert.deepEqual(await purchase.credits(), once(trial.buys))
      assert.equal(said(purchase).at(-1), 'paid')
    })
  })
}

async function makeOlder({ shop }: Trial, { reference }: Purchase): Promise<void> {
  const begun = DateTime.utc().minus({ days: DAYS_UNTIL_GIVEN_UP })
  const changes = { createdAt: begun.toJSDate(), expiresAt: begun.plus({ hours: 24 }).toJSDate() }
  await shop.isp.inside(() => PaymentIntent.query().where({ reference }).update(changes))
}
