import { gzipSync } from 'node:zlib'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { SavePaymentGateway } from '#payments/accounts/save_payment_gateway'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import PaymentIntent from '#payments/intents/payment_intent'
import PaymentTransition from '#payments/intents/payment_transition'
import { visit } from '#tests/support/browser'
import { text } from '#tests/support/forms'
import { Guest, portalPage } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { pageOf, Purchase } from '#tests/support/purchase'
import type Router from '#routers/router'

const MOST_OCTETS = 14 * 1024
const HINT = { method: 'GET', query: {}, headers: {}, rawBody: '' }

let isp: Isp
let router: Router
let purchase: Purchase

async function openShop() {
  isp = await openIsp()
  router = await registerRouter(isp)
  purchase = await Purchase.begin(new Guest(isp, router))
}

async function look(lang = 'en') {
  return purchase.guest.visitor.get(await pageOf(purchase, `?lang=${lang}`))
}

function refresh(body: string): number | null {
  const [, seconds] = /http-equiv="refresh" content="(\d+)/.exec(body) ?? []
  return seconds === undefined ? null : Number(seconds)
}

test.group('Portal | The page of a payment', (group) => {
  group.setup(openShop)

  test('{title}: says so, and looks again by itself or does not')
    .with([
      {
        title: 'not begun at the gateway yet',
        is: { state: 'created' },
        says: 'Preparing your payment',
        looks: true,
      },
      {
        title: 'not paid yet',
        is: { state: 'pending' },
        says: 'Go on to bKash',
        looks: true,
      },
      {
        title: 'back from the gateway, which has not answered',
        is: { state: 'pending', callback_hint: HINT },
        says: 'We are asking bKash whether your payment has arrived',
        looks: true,
      },
      {
        title: 'failed',
        is: { state: 'failed' },
        says: 'The payment did not go through',
        looks: false,
      },
      {
        title: 'expired',
        is: { state: 'expired' },
        says: 'The payment was not finished in time',
        looks: false,
      },
      {
        title: 'held for a person',
        is: { state: 'review' },
        says: 'Your payment is being checked',
        looks: true,
      },
      {
        title: 'not accepted by that person',
        is: { state: 'refused' },
        says: 'Your payment was not accepted',
        looks: false,
      },
      {
        title: 'given back in part',
        is: { state: 'partly_refunded' },
        says: 'Part of your money was given back',
        looks: false,
      },
      {
        title: 'given back',
        is: { state: 'refunded' },
        says: 'Your money was given back',
        looks: false,
      },
    ])
    .run(async ({ assert }, { is, says, looks }) => {
      await isp.inside(() =>
        PaymentIntent.query()
          .where('reference', purchase.reference)
          .update({ callback_hint: null, next_check_at: null, ...is })
      )
      const { body } = await look()
      assert.include(text(body), says)
      assert.include(body, purchase.reference)
      assert.equal(refresh(body) !== null, looks)
      const bangla = await look('bn')
      assert.notInclude(text(bangla.body), says)
      assert.match(bangla.body, /[\u0980-\u09FF]/)
      for (const page of [body, bangla.body]) {
        assert.isBelow(gzipSync(page).byteLength, MOST_OCTETS)
        assert.notMatch(page, /<script|translation missing/)
      }
    })

  test('why it failed is said in words: {reason}')
    .with([
      { reason: 'insufficient_funds', says: 'There was not enough money' },
      { reason: 'wrong_pin', says: 'The PIN was wrong' },
      { reason: 'declined', says: 'Ask your bank or wallet why' },
      { reason: 'cancelled_by_customer', says: 'The payment was cancelled' },
      { reason: 'maintenance', says: 'closed for maintenance' },
      { reason: 'unreadable_answer', says: 'We have received no money' },
    ])
    .run(async ({ assert }, { reason, says }) => {
      await isp.inside(async () => {
        const intent = await purchase.intent()
        await intent.merge({ state: 'failed', nextCheckAt: null }).save()
        await PaymentTransition.create({
          intentId: intent.id,
          toState: 'failed',
          cause: `callback: ${reason}`,
          evidence: [],
        })
      })
      const { body } = await look()
      assert.include(text(body), says)
      assert.include(text(body), 'Try again')
      assert.notInclude(body, `callback: ${reason}`)
    })
})

test.group('Portal | Ways to pay', (group) => {
  group.setup(openShop)

  test('each with its mark, its fee and the amount; and the choice leads to that gateway', async ({
    assert,
  }) => {
    const save = await app.container.make(SavePaymentGateway)
    await isp.inside(async () => {
      await save.execute(isp.tenant, {
        provider: 'shurjopay',
        environment: 'sandbox',
        enabled: true,
        credentials: { username: 'shop', password: 'secret', prefix: 'SP' },
      })
      await PaymentGatewayAccount.query()
        .where('provider', 'shurjopay')
        .update({ feeBasisPoints: 185 })
    })
    const guest = new Guest(isp, router)
    const choice = await guest.buy(await guest.comeBack(), 'Day Pass', {})
    const said = text(choice.body)
    for (const words of ['Pay with bKash', 'Pay with shurjoPay', '1.85%', 'Day Pass', '৳30']) {
      assert.include(said, words)
    }
    assert.lengthOf(choice.body.match(/<svg class="mark"/g) ?? [], 2)
    assert.notMatch(choice.body, /(?:src|href)="https?:/, 'nothing is fetched from elsewhere')
    assert.isBelow(gzipSync(choice.body).byteLength, MOST_OCTETS)

    const [, method = ''] = /name="method" value="(\d+)"/.exec(choice.body) ?? []
    const [, chosen = ''] = /name="package_id" value="(\d+)"/.exec(choice.body) ?? []
    const { location = '' } = await guest.visitor.once('POST', choice.url, {
      method,
      package_id: chosen,
    })
    assert.include(location, 'paymentID', 'the way to bKash, the first of them')
  })

  test('Apple’s small window stays with us first and is told the way out; Safari goes straight', async ({
    assert,
  }) => {
    const small =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148'
    const shop = await openIsp()
    const guest = new Guest(shop, await registerRouter(shop))
    const packages = await guest.packages(await guest.comeBack())
    const { host, pathname } = new URL(portalPage(packages, '/buy'))
    const buy = async (agent: string) =>
      visit(host, `${pathname}?lang=en`, {
        method: 'POST',
        headers: { 'user-agent': agent },
        form: { package_id: /value="(\d+)">Choose/.exec(packages.body)?.[1] ?? '' },
      })

    const first = await buy(small)
    const page = new URL(String(first.headers.location), `http://${host}`)
    assert.match(page.pathname, /\/payments\//)
    const { body } = await visit(host, page.pathname + page.search, {
      headers: { 'user-agent': small },
    })
    assert.include(text(body), 'Use Without Internet')
    assert.match(body, /\/pay\/\w+\.\w+\.\w+/)
    assert.equal(refresh(body), 30)

    const safari = await buy(`${small} Safari/604.1`)
    assert.include(String(safari.headers.location), 'paymentID')
  })
})
