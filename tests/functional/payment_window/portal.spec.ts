import { test } from '@japa/runner'
import HotspotLog from '#hotspot/logs/hotspot_log'
import PaymentIntent from '#payments/intents/payment_intent'
import { text } from '#tests/support/forms'
import { Guest, portalPage } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'
import { Purchase } from '#tests/support/purchase'
import type { Page } from '#tests/support/page_visitor'

const BUTTON = 'Open the payment window'
const MOST_OCTETS = 40 * 1024

let isp: Isp

async function guest(of = isp): Promise<Guest> {
  return new Guest(of, await registerRouter(of))
}

function opened(of = isp): Promise<HotspotLog[]> {
  return of.inside(() => HotspotLog.query().where('event', 'payment_window'))
}

const press = (person: Guest, page: Page) =>
  person.visitor.post(portalPage(page, '/payment-window'), {})

test.group('Payment window | portal', (group) => {
  group.each.setup(async () => {
    isp = await openIsp()
  })

  test('is offered after a payment was started, not before', async ({ assert }) => {
    const person = await guest()
    const page = await person.comeBack()
    assert.notInclude(text((await person.packages(page)).body), BUTTON)

    await Purchase.begin(person, 'Day Pass', page)
    const offered = await person.packages(page)
    assert.include(text(offered.body), BUTTON)
    assert.include(text(offered.body), '5 minutes')
    assert.isBelow(offered.body.length, MOST_OCTETS)
    const { reference } = await isp.inside(() => PaymentIntent.firstOrFail())
    const waiting = await person.visitor.get(portalPage(page, `/payments/${reference}`))
    assert.notInclude(text(waiting.body), 'Something went wrong')

    const bangla = await person.visitor.get(
      portalPage(page, '/packages').replace('lang=en', 'lang=bn')
    )
    assert.include(text(bangla.body), 'পেমেন্ট উইন্ডো খুলুন')
  })

  test('opens, leads on to the gateway’s page, and is logged where operators look', async ({
    assert,
  }) => {
    const person = await guest()
    const page = await person.comeBack()
    const { checkout } = await Purchase.begin(person, 'Day Pass', page)
    const opening = await press(person, page)
    assert.include(text(opening.body), 'Opening the payment window')
    assert.match(opening.body, /http-equiv="refresh"/)

    const late = await person.visitor.get(`${portalPage(page, '/payment-window')}&waited=9`)
    assert.include(late.body.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&'), checkout)
    assert.match(late.body, /<form method="post" action="http:\/\/[\d.]+\/login"/)

    const logs = await opened()
    assert.lengthOf(logs, 1)
    assert.containSubset(logs[0]?.$attributes, {
      mac: person.mac,
      detail: { minutes: 5, kbps: 512 },
    })

    const operator = await operatorOf(isp)
    const { id } = await person.customer()
    for (const path of [`/dashboard/customers/${id}`, '/dashboard/logs']) {
      assert.include(text((await operator.get(path)).body), 'Payment window opened', path)
    }
  })

  test('without a payment it does not open, whoever asks', async ({ assert }) => {
    const person = await guest()
    const page = await person.comeBack()
    const refused = await press(person, page)
    assert.include(text(refused.body), 'cannot be opened now')
    assert.lengthOf(await opened(), 0)
    const shown = await person.visitor.get(portalPage(page, '/payment-window'))
    assert.include(text(shown.body), 'has closed')
  })

  test('switched off it is neither offered nor opened', async ({ assert }) => {
    await isp.tenant.merge({ settings: { paymentWindow: false } }).save()
    const person = await guest()
    const page = await person.comeBack()
    await Purchase.begin(person, 'Day Pass', page)
    assert.notInclude(text((await person.packages(page)).body), BUTTON)
    assert.include(text((await press(person, page)).body), 'cannot be opened now')
    assert.lengthOf(await opened(), 0)
  })

  test('used up it is not offered, and a press says so', async ({ assert }) => {
    const person = await guest()
    const page = await person.comeBack()
    await Purchase.begin(person, 'Day Pass', page)
    const { id } = await person.customer()
    await isp.inside(() =>
      HotspotLog.createMany(
        Array.from({ length: 3 }, () => ({
          customerId: id,
          event: 'payment_window' as const,
          detail: {},
        }))
      )
    )
    assert.notInclude(text((await person.packages(page)).body), BUTTON)
    assert.include(text((await press(person, page)).body), 'as often as is possible')
  })

  test('a pass of another ISP opens nothing', async ({ assert }) => {
    const other = await openIsp()
    const person = await guest()
    const page = await person.comeBack()
    await Purchase.begin(person, 'Day Pass', page)
    const url = portalPage(page, '/payment-window').replace(isp.tenant.slug, other.tenant.slug)
    const refused = await person.visitor.post(url, {})
    assert.equal(refused.status, 410)
    assert.lengthOf(await opened(), 0)
    assert.lengthOf(await opened(other), 0)
  })
})
