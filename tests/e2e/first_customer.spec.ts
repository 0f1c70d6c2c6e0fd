import { test } from '@japa/runner'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import AutoSuspensionLog from '#hotspot/logs/auto_suspension_log'
import SmsMessage from '#messaging/sms_message'
import CustomerPayment from '#payments/customer_payment'
import { eventually } from '#tests/support/eventually'
import { connectRouter, openIsp } from '#tests/support/isp'
import { PageVisitor } from '#tests/support/page_visitor'
import { radiusRowsOf } from '#tests/support/radius_rows'
import { codeSentTo, packageNamed, payAtBkash } from '#tests/support/customer'

const GIB = 1024n ** 3n

test.group('One customer, from an open Wi-Fi to online, paid and suspended', () => {
  test('the whole path', async ({ assert, cleanup }) => {
    const isp = await openIsp()
    const { virtual } = await connectRouter(isp)
    cleanup(() => virtual.stop())
    const phone = await virtual.addPhone()
    const visitor = new PageVisitor()
    const mobile = '+8801712345678'

    await phone.join()
    const redirect = await phone.browse()
    assert.equal(redirect.outcome, 'portal')
    assert.include(redirect.url, `mac=${encodeURIComponent(phone.mac)}`)

    const numberPage = await visitor.get(redirect.url)
    assert.match(numberPage.url, new RegExp(`^http://${isp.tenant.slug}\\.localhost`))
    const codePage = await visitor.submit(numberPage, '/number', { mobile: '01712-345678' })
    const code = await codeSentTo(mobile)
    const welcome = await visitor.submit(codePage, '/code', { code })
    assert.include(welcome.body, 'Trial')

    await eventually('online on the Trial', () => phone.online)
    assert.equal(phone.session?.user, phone.mac)
    assert.deepEqual(await isp.inside(() => radiusRowsOf(phone.mac)), [
      ['Cleartext-Password', phone.mac],
      ['Expiration', await isp.inside(() => expiration())],
      ['Mikrotik-Rate-Limit', '1M/2M'],
      ['Mikrotik-Total-Limit', '0'],
    ])

    const packages = await visitor.get(welcome.url.replace('/online', '/packages'))
    assert.include(packages.body, 'Day Pass')
    const buy = new URL(packages.url.replace('/packages', '/buy')).href
    const checkout = await visitor.once('POST', buy, {
      package_id: packageNamed(packages, 'Day Pass'),
    })
    const back = await payAtBkash(checkout.location ?? '')
    const online = await visitor.get(back)
    assert.include(online.body, 'Day Pass')

    await eventually(
      'the new quota is on the router',
      () => phone.session?.grant.totalLimit === 2n * GIB
    )
    assert.deepEqual((await isp.inside(() => radiusRowsOf(phone.mac))).slice(2), [
      ['Mikrotik-Rate-Limit', '5M/10M'],
      ['Mikrotik-Total-Limit', String(2n * GIB)],
    ])
    const [payment] = await isp.inside(() => CustomerPayment.all())
    assert.equal(payment?.amountMinor, 3000)

    await phone.transfer({ down: 1n * GIB })
    phone.leave()
    await virtual.clock.advance(600)
    await eventually('the router noticed it left', () => phone.session === undefined)
    await phone.join()
    await eventually('back by its MAC alone', () => phone.online)
    assert.equal(phone.session?.grant.totalLimit, 1n * GIB, 'what remains, not the whole package')

    await phone.transfer({ down: 3n * GIB })
    await eventually('suspended', () =>
      isp.inside(async () => (await Customer.findByOrFail('mobile', mobile)).status === 'suspended')
    )
    const [log] = await isp.inside(() => AutoSuspensionLog.all())
    assert.equal(log?.reason, 'volume_limit_exceeds')
    await eventually('no longer online', () => !phone.online)

    const again = await phone.browse()
    assert.equal(again.outcome, 'portal')
    const suspendedPage = await visitor.get(again.url)
    assert.include(suspendedPage.url, '/packages')
    assert.include(suspendedPage.body, 'Weekly')

    const events = (await isp.inside(() => SmsMessage.query().orderBy('id'))).map(
      ({ event }) => event
    )
    assert.deepEqual(events, ['otp', 'welcome', 'payment_confirmed', 'suspended', 'buy_package'])
  })
})

async function expiration(): Promise<string> {
  const activation = await Activation.query().orderBy('id', 'desc').firstOrFail()
  return activation.expiresAt.toUTC().toFormat('dd LLL yyyy HH:mm:ss')
}
