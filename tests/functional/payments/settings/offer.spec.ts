import { test } from '@japa/runner'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import PaymentIntent from '#payments/intents/payment_intent'
import RouterCommand from '#routers/commands/router_command'
import type Router from '#routers/router'
import { formOf, noticeOf, text } from '#tests/support/forms'
import { Guest } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import type { Page } from '#tests/support/page_visitor'

const GATEWAYS = '/dashboard/settings/gateways'
const page = (provider: string) => `${GATEWAYS}/payment/${provider}`
const GARDEN_PUSH = '/dashboard/walled-garden/push'
const NAGAD = { merchant_id: '1', private_key: 'k', pg_public_key: 'p' }
const SSLCOMMERZ = { store_id: 's', store_password: 'p' }
const METHODS = ['bkash', 'nagad', 'sslcommerz']

let isp: Isp
let router: Router
let owner: Visitor

/** An ISP with three ways to pay; with two left nobody is sent to a gateway without a choice. */
async function open(): Promise<void> {
  isp = await openIsp()
  router = await registerRouter(isp)
  owner = await operatorOf(isp)
  await owner.submit(page('nagad'), NAGAD)
  await owner.submit(page('sslcommerz'), SSLCOMMERZ)
}

async function asFirst(): Promise<void> {
  await isp.inside(async () => {
    for (const [position, provider] of METHODS.entries()) {
      const offer = { minimum_minor: 0, fee_basis_points: 0, fee_minor: 0 }
      await PaymentGatewayAccount.query()
        .where({ provider })
        .update({ position, enabled: true, ...offer })
    }
    await PaymentGatewayAccount.query().whereNotIn('provider', METHODS).delete()
  })
}

/** Somebody who has chosen a package of ৳30 and now chooses how to pay. */
async function choice(): Promise<{ guest: Guest; arrived: Page; offered: Page }> {
  const guest = new Guest(isp, router)
  const arrived = await guest.comeBack()
  return { guest, arrived, offered: await guest.buy(arrived, 'Day Pass') }
}

/** The gateways on the page where customers choose, from top to bottom. */
function methodsOn({ body }: Page): string[] {
  const places = ['bKash', 'Nagad', 'SSLCommerz', 'M-Pesa']
    .map((label) => ({ label, at: text(body).indexOf(`with ${label}`) }))
    .filter(({ at }) => at >= 0)
  return places.toSorted((one, other) => one.at - other.at).map(({ label }) => label)
}

async function idOf(provider: string): Promise<number> {
  return isp.inside(async () => (await PaymentGatewayAccount.findByOrFail('provider', provider)).id)
}

test.group('Payments | What the portal offers', (group) => {
  group.setup(open)
  group.each.setup(asFirst)

  test('is in the order of the settings, which buttons change', async ({ assert }) => {
    assert.deepEqual(methodsOn((await choice()).offered), ['bKash', 'Nagad', 'SSLCommerz'])
    const move = (provider: string, direction: string) =>
      owner.submit(GATEWAYS, { direction }, `${page(provider)}/move`)
    await move('sslcommerz', 'up')
    assert.deepEqual(methodsOn((await choice()).offered), ['bKash', 'SSLCommerz', 'Nagad'])
    await move('bkash', 'down')
    await move('bkash', 'down')
    const overview = await move('bkash', 'down')
    assert.deepEqual(methodsOn((await choice()).offered), ['SSLCommerz', 'Nagad', 'bKash'])
    assert.match(text(overview.body), /SSLCommerz In use .*Nagad In use .*bKash In use/)
  })

  test('leaves out what is switched off, or asks for more than that', async ({ assert }) => {
    await owner.submit(page('bkash'), { minimum: '30.01' })
    assert.deepEqual(methodsOn((await choice()).offered), ['Nagad', 'SSLCommerz'])
    await owner.submit(page('bkash'), { minimum: '30' })
    await owner.submit(page('nagad'), { enabled: undefined })
    assert.deepEqual(methodsOn((await choice()).offered), ['bKash', 'SSLCommerz'])
  })

  test('leaves out what does not take the currency, whatever its row says', async ({ assert }) => {
    await isp.inside(async () => {
      const { credentials } = await PaymentGatewayAccount.findByOrFail('provider', 'bkash')
      await PaymentGatewayAccount.create({ provider: 'mpesa', environment: 'live', credentials })
    })
    assert.deepEqual(methodsOn((await choice()).offered), ['bKash', 'Nagad', 'SSLCommerz'])
  })

  test('is all that can be started: {title} is refused')
    .with([
      { title: 'one below its minimum', change: { minimum: '50' } },
      { title: 'one that was switched off meanwhile', change: { enabled: undefined } },
    ])
    .run(async ({ assert }, { change }) => {
      const { guest, arrived } = await choice()
      await owner.submit(page('bkash'), change)
      const method = String(await idOf('bkash'))
      const answer = await guest.buy(arrived, 'Day Pass', { method, besides: '1' })
      assert.include(answer.location, 'problem=gateway')
      const { id } = await guest.customer()
      assert.isEmpty(await isp.inside(() => PaymentIntent.query().where('customer_id', id)))
    })

  test('says the fee that a gateway adds, and asks for the price alone', async ({ assert }) => {
    await owner.submit(page('bkash'), { fee_percent: '1.85', fee_fixed: '5' })
    const { guest, arrived, offered } = await choice()
    assert.include(text(offered.body), 'bKash adds a fee of 1.85% + ৳5 itself: about ৳5.56')
    assert.notInclude(text(offered.body), 'Nagad adds a fee')

    const method = String(await idOf('bkash'))
    await guest.buy(arrived, 'Day Pass', { method, besides: '1' })
    const { id } = await guest.customer()
    const intent = await isp.inside(() =>
      PaymentIntent.query().where('customer_id', id).firstOrFail()
    )
    assert.equal(intent.amountMinor, 3000)
  })
})

test.group('Payments | The walled garden of a gateway', (group) => {
  group.setup(open)

  test('is offered to be pushed where the gateway was switched on', async ({ assert }) => {
    const shurjopay = page('shurjopay')
    const fields = { username: 'sp', password: 'p', prefix: 'SP' }
    const saved = await owner.submit(shurjopay, fields)
    assert.match(noticeOf(saved), /One router does not let through/)
    const seen = await (await operatorOf(isp, 'cashier')).get(shurjopay)
    assert.throws(() => formOf(seen, GARDEN_PUSH))

    await owner.submit(shurjopay, {}, GARDEN_PUSH)
    const [push] = await isp.inside(() => RouterCommand.query().where('kind', 'walled_garden'))
    assert.equal(push?.routerId, router.id)
    assert.notMatch(noticeOf(await owner.get(shurjopay)), /does not let through/)
  })
})
