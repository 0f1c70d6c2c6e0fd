import { test } from '@japa/runner'
import type Router from '#routers/router'
import { OTHERS_ASK_TOO } from '#tests/support/gateway_shop'
import { Guest } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { NOTHING, once, Purchase, reconcileNow } from '#tests/support/purchase'
import { world } from '#tests/support/world'

let isp: Isp
let router: Router

const begin = () => Purchase.begin(new Guest(isp, router))
const bkash = () => world().bkash.control

/** bKash has the money; only its query can tell us so. */
test.group('Payments | Captured, and the answer lost', (group) => {
  group.setup(async () => {
    isp = await openIsp()
    router = await registerRouter(isp)
  })
  group.each.teardown(() => bkash().clearFaults())

  test('an execution that was done and answered by {mode} is credited by the query')
    .with([{ mode: 'drop-after-capture' }, { mode: 'garbage' }, { mode: 'lie-payment' }])
    .run(async ({ assert }, { mode }) => {
      const purchase = await begin()
      bkash().force({ path: 'execute', mode })
      const page = await purchase.pay()
      assert.include(page.url, '/online')
      assert.deepEqual(await purchase.credits(), once('Day Pass'))
    })

  test('with the query lost too, the reconciler credits it', async ({ assert }) => {
    const purchase = await begin()
    bkash().force({ path: 'execute', mode: 'drop-after-capture' })
    bkash().force({ path: 'status', mode: 'drop', times: OTHERS_ASK_TOO })
    const page = await purchase.pay()
    bkash().clearFaults()
    assert.include(page.body, 'Waiting for your payment')
    assert.deepEqual(await purchase.credits(), NOTHING)
    await reconcileNow(isp)
    await purchase.becomes('paid')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
    assert.equal(bkash().payment(purchase.paymentId).state, 'completed')
  })

  test('a query that lies about the {what} is held for a person')
    .with([
      { what: 'amount', mode: 'lie-amount', value: '1.00' },
      { what: 'currency', mode: 'lie-currency', value: 'USD' },
      { what: 'invoice', mode: 'lie-invoice', value: 'somebody-elses' },
    ])
    .run(async ({ assert }, { mode, value }) => {
      const purchase = await begin()
      bkash().force({ path: 'execute', mode: 'drop-after-capture' })
      bkash().force({ path: 'status', mode, value, times: OTHERS_ASK_TOO })
      const page = await purchase.pay()
      assert.include(page.body, 'Your payment is being checked')
      assert.deepEqual(await purchase.credits(), NOTHING)
    })
})
