import { test } from '@japa/runner'
import { errorAt, formOf, text } from '#tests/support/forms'
import { Guest } from '#tests/support/guest'
import { operatorOf } from '#tests/support/operator'
import { NOTHING, Purchase } from '#tests/support/purchase'
import { Till } from './till.js'

test.group('Refunds | Turned down', (group) => {
  let till: Till
  /** Whatever is tried with it, nothing comes of it. */
  let untouched: Purchase
  group.setup(async () => {
    till = await Till.open()
    untouched = await till.paid()
  })

  test('an amount of {amount} is refused at its field and reserves nothing')
    .with([
      { amount: '0' },
      { amount: '-1' },
      { amount: '1.001' },
      { amount: '99999' },
      { amount: 'all' },
    ])
    .run(async ({ assert }, { amount }) => {
      const purchase = untouched
      const page = await till.refund(purchase, { amount })
      assert.equal(page.status, 422)
      assert.isDefined(errorAt(page, 'amount'))
      assert.lengthOf(await till.refundsOf(purchase), 0)
    })

  test('without a reason nothing is given back', async ({ assert }) => {
    const purchase = untouched
    const page = await till.refund(purchase, { reason: ' ' })
    assert.isDefined(errorAt(page, 'reason'))
    assert.lengthOf(await till.refundsOf(purchase), 0)
  })

  test('a payment that nobody made has nothing to give back', async ({ assert }) => {
    const purchase = await Purchase.begin(new Guest(till.isp, till.router))
    const page = await till.owner.get(`${await till.pageOf(purchase)}/refund`)
    assert.include(text(page.body), 'There is nothing to give back')
    assert.deepEqual(await purchase.credits(), NOTHING)
  })

  test('a {$self} may not')
    .with(['cashier', 'support'] as const)
    .run(async ({ assert }, role) => {
      const purchase = untouched
      const page = await till.pageOf(purchase)
      const by = await operatorOf(till.isp, role)
      assert.equal((await by.get(`${page}/refund`)).status, 403)
      const shown = await by.get(page)
      const token = formOf(shown, '/logout').fields
      const forged = { ...token, amount: '1.00', reason: 'because I can', act: 'refund' }
      const { status } = await by.browser.visit(by.host, `${page}/refund`, {
        method: 'POST',
        form: forged,
        headers: { 'x-forwarded-for': by.address },
      })
      assert.equal(status, 403)
      assert.notInclude(shown.body, '/refund"')
      assert.lengthOf(await till.refundsOf(purchase), 0)
    })

  test('another ISP’s payment is nobody’s', async ({ assert }) => {
    const purchase = untouched
    const other = await Till.open()
    const page = await till.pageOf(purchase)
    assert.equal((await other.owner.get(`${page}/refund`)).status, 404)
    assert.lengthOf(await till.refundsOf(purchase), 0)
  })
})
