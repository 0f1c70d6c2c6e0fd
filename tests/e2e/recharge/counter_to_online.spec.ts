import { test } from '@japa/runner'
import CustomerPayment from '#payments/customer_payment'
import { Counter } from '#tests/functional/recharge/counter'
import { eventually } from '#tests/support/eventually'
import { connectRouter } from '#tests/support/isp'

const GIB = 1024n ** 3n

test.group('A walk-in customer', () => {
  test('is online when the cash is taken, faster after a recharge, and as before after the undo', async ({
    assert,
    cleanup,
  }) => {
    const counter = await Counter.open()
    const { router, virtual } = await connectRouter(counter.isp)
    cleanup(() => virtual.stop())
    const phone = await virtual.addPhone()
    await phone.join()
    const customer = await counter.customer(router.id, phone.mac, phone.address)
    assert.isFalse(phone.online)

    const dayPass = await counter.sold(customer, { package: 'Day Pass' })
    await eventually('online on the Day Pass', () => phone.session?.grant.totalLimit === 2n * GIB)
    await phone.transfer({ down: 1n * GIB })

    const weekly = await counter.sold(customer, { package: 'Weekly', mode: 'add' })
    await eventually(
      'both packages are on the router',
      () => phone.session?.grant.totalLimit === 11n * GIB
    )
    await counter.undo(weekly)
    await eventually(
      'what was left of the Day Pass is on the router',
      () => phone.session?.grant.totalLimit === 1n * GIB
    )

    const replacing = await counter.sold(customer, { package: 'Monthly Unlimited' })
    await eventually('unlimited', () => phone.online && !phone.session?.grant.totalLimit)
    await counter.undo(replacing)
    await eventually(
      'the Day Pass runs again with what was left',
      () => phone.session?.grant.totalLimit === 1n * GIB
    )

    await counter.undo(dayPass)
    await eventually('nothing runs, nobody is online', () => !phone.online)
    const payments = await counter.isp.inside(() => CustomerPayment.query().orderBy('id'))
    assert.deepEqual(
      payments.map(({ receiptNo, undoneAt }) => [receiptNo, undoneAt !== null]),
      [
        [1, true],
        [2, true],
        [3, true],
      ]
    )
  })
})
