import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { paymentLinkToken } from '#payments/intents/payment_link'
import { eventually } from '#tests/support/eventually'
import { text } from '#tests/support/forms'
import { Guest } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { PageVisitor } from '#tests/support/page_visitor'
import { once, pageOf, Purchase } from '#tests/support/purchase'
import { redisKeysGone } from '#tests/support/redis_keys'
import { world } from '#tests/support/world'
import type Router from '#routers/router'

let isp: Isp
let other: Isp
let router: Router

const begin = () => Purchase.begin(new Guest(isp, router))
const messages = ({ guest }: Purchase) =>
  world()
    .sms.control.messages(guest.mobile)
    .filter((message) => message.text.includes('/pay/'))

async function ask(purchase: Purchase) {
  return purchase.guest.visitor.post(await pageOf(purchase, '/link'), {})
}

/** Asks for the link and reads it on the phone. */
async function linkOf(purchase: Purchase): Promise<string> {
  await ask(purchase)
  const message = await eventually('the link arrives', () => messages(purchase)[0])
  return /https?:\S+/.exec(message.text)?.[0] ?? ''
}

async function linkTo(purchase: Purchase, at = isp): Promise<string> {
  const { id } = await purchase.intent()
  return urlOf(paymentLinkToken(isp.tenant.id, id, DateTime.utc()), at)
}

function urlOf(token: string, { tenant }: Isp): string {
  return `http://${tenant.slug}.localhost:${process.env.PORT}/pay/${token}`
}

test.group('Portal | The link of a payment', (group) => {
  group.setup(async () => {
    isp = await openIsp()
    other = await openIsp({ packages: false, gateways: false })
    router = await registerRouter(isp)
  })

  test('comes by SMS, opens in another browser, and pays', async ({ assert }) => {
    const purchase = await begin()
    const elsewhere = new PageVisitor()
    const opened = await elsewhere.get(await linkOf(purchase))
    assert.include(text(opened.body), 'Day Pass · ৳30 · bKash')
    for (const secret of [
      purchase.guest.mobile,
      purchase.reference,
      '/portal/',
      purchase.guest.mac,
    ]) {
      assert.notInclude(opened.body, secret)
    }
    assert.isNull((await purchase.intent()).resumedAt, 'whoever only looks changes nothing')

    const gateway = await elsewhere.once('POST', opened.url)
    assert.equal(gateway.location, purchase.checkout)
    const back = await elsewhere.get(await purchase.act('pay'))
    assert.match(back.url, /\/pay\//)
    assert.include(text(back.body), 'You have paid')
    assert.notInclude(back.body, '/portal/')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))

    const phone = await purchase.guest.visitor.get(await pageOf(purchase))
    assert.include(phone.url, '/online')
  })

  test('is sent once a minute and three times for a payment, and the page says so', async ({
    assert,
  }) => {
    const purchase = await begin()
    assert.include(text((await ask(purchase)).body), 'The link is on its way')
    assert.include(text((await ask(purchase)).body), 'again in 1 minute')
    for (const sent of [2, 3]) {
      await redisKeysGone(`payment_link:${isp.tenant.id}:pause:${(await purchase.intent()).id}`)
      await ask(purchase)
      await eventually(`${sent} links`, () => messages(purchase).length === sent)
    }
    await redisKeysGone(`payment_link:${isp.tenant.id}:pause:${(await purchase.intent()).id}`)
    assert.include(text((await ask(purchase)).body), 'No more links')
    assert.lengthOf(messages(purchase), 3)
  })

  test('{title} is not sent')
    .with([
      { title: 'the link of somebody else’s payment', ends: false },
      { title: 'the link of a payment that is over', ends: true },
    ])
    .run(async ({ assert }, { ends }) => {
      const [purchase, stranger] = [await begin(), await begin()]
      if (ends) await purchase.guest.visitor.get(await purchase.act('cancel'))
      const from = ends ? purchase : stranger
      const url = (await pageOf(from, '/link')).replace(from.reference, purchase.reference)
      const page = await from.guest.visitor.post(url, {})
      assert.equal(page.status, 200)
      assert.notInclude(text(page.body), 'The link is on its way')
      assert.lengthOf(messages(purchase), 0)
      assert.lengthOf(messages(stranger), 0)
    })

  test('{title} is answered with a page that tells nothing')
    .with([
      { title: 'a made-up link', of: async () => urlOf('1.zzzzz.00000000000000000000', isp) },
      { title: 'a link cut short', of: async (to: Purchase) => (await linkTo(to)).slice(0, -1) },
      {
        title: 'a link with another payment’s number',
        of: async (to: Purchase) => (await linkTo(to)).replace(/pay\/\w+/, 'pay/1'),
      },
      { title: 'a link at another ISP', of: (to: Purchase) => linkTo(to, other) },
      {
        title: 'a link of this morning',
        of: async (to: Purchase) => {
          const { id } = await to.intent()
          const then = DateTime.utc().minus({ hours: 4 })
          return urlOf(paymentLinkToken(isp.tenant.id, id, then), isp)
        },
      },
      { title: 'a quote', of: async () => urlOf("'--", isp) },
    ])
    .run(async ({ assert }, { of }) => {
      const purchase = await begin()
      const url = await of(purchase)
      for (const method of ['GET', 'POST']) {
        const page = await new PageVisitor().once(method, url)
        assert.equal(page.status, 410, method)
        assert.notInclude(page.body, 'Day Pass')
      }
      assert.isNull((await purchase.intent()).resumedAt)
    })

  test('once the payment is over it says how, and leads nowhere', async ({ assert }) => {
    const purchase = await begin()
    const link = await linkTo(purchase)
    await purchase.guest.visitor.get(await purchase.act('cancel'))
    const page = await new PageVisitor().post(link, {})
    assert.match(page.url, /\/pay\//)
    assert.include(text(page.body), 'The payment did not go through')
    assert.notInclude(page.body, '<button')
  })
})
