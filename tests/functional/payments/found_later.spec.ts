import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import PaymentIntent from '#payments/intents/payment_intent'
import PaymentTransition from '#payments/intents/payment_transition'
import type Router from '#routers/router'
import { OTHERS_ASK_TOO } from '#tests/support/gateway_shop'
import { Guest } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { NOTHING, once, Purchase, reconcileNow } from '#tests/support/purchase'
import { world } from '#tests/support/world'

let isp: Isp
let router: Router

const bkash = () => world().bkash.control

/** bKash has taken the money, and no answer of its has reached us. */
async function takenUnheard(): Promise<Purchase> {
  const purchase = await Purchase.begin(new Guest(isp, router))
  bkash().force({ path: 'execute', mode: 'drop-after-capture' })
  bkash().force({ path: 'status', mode: 'drop', times: OTHERS_ASK_TOO })
  await purchase.pay()
  bkash().clearFaults()
  return purchase
}

async function steps(purchase: Purchase): Promise<string[]> {
  const { id } = await purchase.intent()
  const transitions = await isp.inside(() =>
    PaymentTransition.query().where('intent_id', id).orderBy('id')
  )
  return transitions.map(({ toState }) => toState)
}

/** Gives an attempt up as the reconciler does: nobody answered for more than a week. */
async function giveUp(purchase: Purchase): Promise<void> {
  const begun = DateTime.utc().minus({ days: 9 })
  await isp.inside(() =>
    PaymentIntent.query()
      .where('reference', purchase.reference)
      .update({ createdAt: begun.toJSDate(), expiresAt: begun.plus({ hours: 24 }).toJSDate() })
  )
  bkash().force({ path: 'status', mode: 'drop', times: OTHERS_ASK_TOO })
  await reconcileNow(isp)
  await purchase.becomes('expired')
}

/** bKash’s word that nothing was taken, which it takes back later. */
async function refuse(purchase: Purchase): Promise<void> {
  bkash().force({ path: 'status', mode: 'lie-status', value: 'Failed', times: OTHERS_ASK_TOO })
  await reconcileNow(isp)
  await purchase.becomes('failed')
}

test.group('Payments | Money found for an attempt that was closed', (group) => {
  group.setup(async () => {
    isp = await openIsp()
    router = await registerRouter(isp)
  })
  group.each.teardown(() => bkash().clearFaults())

  test('{state}: it is credited, and once, however often bKash sends the browser')
    .with([
      { state: 'expired', close: giveUp },
      { state: 'failed', close: refuse },
    ])
    .run(async ({ assert }, { state, close }) => {
      const purchase = await takenUnheard()
      await close(purchase)
      bkash().clearFaults()
      assert.equal(bkash().payment(purchase.paymentId).state, 'completed', 'the money was taken')
      assert.deepEqual(await purchase.credits(), NOTHING)

      const pages = await Promise.all(
        Array.from({ length: 10 }, () => purchase.guest.visitor.get(purchase.claim('success')))
      )
      assert.deepEqual([...new Set(pages.map(({ status }) => status))], [200])
      assert.equal(await purchase.state(), 'paid')
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
      assert.deepEqual(await steps(purchase), ['pending', state, 'paid'])
    })

  test('a closed attempt for which there is no money stays closed', async ({ assert }) => {
    const purchase = await Purchase.begin(new Guest(isp, router))
    await giveUp(purchase)
    bkash().clearFaults()
    await purchase.guest.visitor.get(purchase.claim('success'))
    assert.equal(await purchase.state(), 'expired')
    assert.deepEqual(await purchase.credits(), NOTHING)
  })
})
