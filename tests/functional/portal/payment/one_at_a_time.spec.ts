import { test } from '@japa/runner'
import PaymentIntent from '#payments/intents/payment_intent'
import { packageNamed } from '#tests/support/customer'
import { formOf, text } from '#tests/support/forms'
import { Guest, portalPage } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { Purchase } from '#tests/support/purchase'
import type Router from '#routers/router'

let isp: Isp
let router: Router

const begin = () => Purchase.begin(new Guest(isp, router))

async function attemptsOf(guest: Guest): Promise<PaymentIntent[]> {
  const { id } = await guest.customer()
  return isp.inside(() => PaymentIntent.query().where('customer_id', id))
}

test.group('Portal | One payment at a time', (group) => {
  group.setup(async () => {
    isp = await openIsp()
    router = await registerRouter(isp)
  })

  test('another package: the page says what is open and offers both ways', async ({ assert }) => {
    const first = await begin()
    const { guest, portal } = first
    const asked = await guest.buy(portal, 'Weekly', {})
    assert.equal(asked.status, 200)
    assert.include(text(asked.body), 'Day Pass · ৳30 · bKash')
    assert.include(text(asked.body), 'pay only one of the two')
    assert.lengthOf(await attemptsOf(guest), 1)

    const [, on = ''] = /href="([^"]*\/payments\/[^"]*)"/.exec(asked.body) ?? []
    const state = await guest.visitor.get(new URL(on.replaceAll('&#x3D;', '='), asked.url).href)
    assert.include(state.body, first.reference)
    assert.include(state.body.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&'), first.checkout)

    const { action, fields } = formOf(asked, new URL(portalPage(portal, '/buy')).pathname)
    const anew = await guest.visitor.once('POST', new URL(action, asked.url).href, {
      ...fields,
      besides: '1',
    })
    assert.notEqual(anew.location, first.checkout)
    assert.lengthOf(await attemptsOf(guest), 2)
  })

  test('the page of packages leads back to what is open, until it is over', async ({ assert }) => {
    const purchase = await begin()
    const { guest, portal } = purchase
    const page = await guest.packages(portal)
    assert.include(text(page.body), 'You have begun to pay ৳30 for Day Pass with bKash')
    assert.include(page.body, `/payments/${purchase.reference}`)

    await guest.visitor.get(await purchase.act('cancel'))
    assert.notInclude(text((await guest.packages(portal)).body), 'You have begun to pay')
    assert.match((await guest.buy(portal, 'Weekly', {})).location ?? '', /^http/)
  })

  test('racing taps for {title} begin one payment')
    .with([
      { title: 'the same package', names: ['Day Pass'] },
      { title: 'two packages', names: ['Day Pass', 'Weekly'] },
    ])
    .run(async ({ assert }, { names }) => {
      const guest = new Guest(isp, router)
      const portal = await guest.comeBack()
      const packages = await guest.packages(portal)
      const taps = Array.from({ length: 10 }, (_, tap) => names[tap % names.length] ?? '')
      const answers = await Promise.all(
        taps.map((name) =>
          guest.visitor.once('POST', portalPage(portal, '/buy'), {
            package_id: packageNamed(packages, name),
          })
        )
      )
      assert.deepEqual(
        answers.filter(({ status }) => status >= 400),
        []
      )
      assert.lengthOf(await attemptsOf(guest), 1)
    })
})
