import { test } from '@japa/runner'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import PaymentIntent from '#payments/intents/payment_intent'
import { asOwner } from '#tests/support/database'
import { noticeOf, text } from '#tests/support/forms'
import { OTHERS_ASK_TOO, standIn } from '#tests/support/gateway_shop'
import { Guest } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { Purchase } from '#tests/support/purchase'
import { startShurjopay, type RunningShurjopay } from '#tests/standins/shurjopay/start'

const page = (provider: string) => `/dashboard/settings/gateways/payment/${provider}`
const SHURJOPAY = page('shurjopay')
const BKASH = page('bkash')
const MERCHANT = { username: 'sp_settings', password: 'p-never-shown', prefix: 'SP' }

let gateway: RunningShurjopay
let isp: Isp
let owner: Visitor

const run = () => owner.submit(SHURJOPAY, {}, `${SHURJOPAY}/check`)

async function lastCheck() {
  const account = await isp.inside(() =>
    PaymentGatewayAccount.findByOrFail('provider', 'shurjopay')
  )
  return account.lastCheck
}

test.group('Payments | Testing a connection', (group) => {
  group.setup(async () => {
    gateway = await startShurjopay({ merchants: [MERCHANT] })
    const restore = standIn('SHURJOPAY_BASE_URL', gateway.baseUrl)
    isp = await openIsp({ packages: false })
    owner = await operatorOf(isp)
    return async () => {
      await gateway.stop()
      restore()
    }
  })
  group.each.setup(async () => {
    await isp.inside(() => PaymentGatewayAccount.query().where('provider', 'shurjopay').delete())
    await owner.submit(SHURJOPAY, { ...MERCHANT, environment: 'sandbox' })
    return () => gateway.control.clearFaults()
  })

  test('that works is said, and kept until other credentials are entered', async ({ assert }) => {
    assert.include(text((await owner.get(SHURJOPAY)).body), 'Nothing is paid')
    assert.include(noticeOf(await run()), 'knows these credentials')
    assert.deepInclude(await lastCheck(), { ok: true, reason: null })
    assert.match(text((await owner.get(SHURJOPAY)).body), /Test connection Works \w/)
    assert.include(text((await owner.get('/dashboard/settings/gateways')).body), 'Works, ')

    await owner.submit(SHURJOPAY, { minimum: '20' })
    assert.isTrue((await lastCheck())?.ok, 'the same credentials')
    await owner.submit(SHURJOPAY, { password: 'another-never-shown' })
    assert.isNull(await lastCheck())
  })

  test('with wrong credentials says so, without them', async ({ assert }) => {
    await owner.submit(SHURJOPAY, { password: 'wrong-never-shown' })
    const refused = await run()
    assert.include(noticeOf(refused), 'does not work')
    assert.include(text(refused.body), 'does not accept these credentials')
    assert.deepInclude(await lastCheck(), { ok: false, reason: 'misconfigured' })
    const log = await owner.get('/dashboard/logs?tab=activity')
    assert.include(text(log.body), 'Tested a gateway')
    const stored = JSON.stringify([
      await asOwner(`select last_check from ${isp.tenant.schema}.payment_gateways`),
      await asOwner(`select * from ${isp.tenant.schema}.activity_log`),
    ])
    for (const body of [refused.body, log.body, stored]) assert.notInclude(body, 'never-shown')
  })

  test('{title} is no refusal')
    .with([
      { title: 'an answer that is lost', mode: 'drop', said: 'did not answer in time' },
      { title: 'a page of HTML', mode: 'html', said: 'answered something else' },
    ])
    .run(async ({ assert }, { mode, said }) => {
      gateway.control.force({ path: 'get_token', mode, times: OTHERS_ASK_TOO })
      const answered = await run()
      assert.include(text(answered.body), said)
      assert.isFalse((await lastCheck())?.ok)
      gateway.control.clearFaults()
      assert.include(noticeOf(await run()), 'knows these credentials')
    })

  test('a gateway that cannot be reached is told of our address', async ({ assert }) => {
    const restore = standIn('SHURJOPAY_BASE_URL', 'http://127.0.0.1:9')
    try {
      const answered = await run()
      assert.include(text(answered.body), 'could not be reached')
      assert.include(text(answered.body), 'OUTGOING_IP')
    } finally {
      restore()
    }
  })
})

test.group('Payments | Disconnecting a gateway', (group) => {
  group.setup(async () => {
    isp = await openIsp()
    owner = await operatorOf(isp)
  })

  test('waits for payments that are open, and keeps those that were made', async ({ assert }) => {
    const purchase = await Purchase.begin(new Guest(isp, await registerRouter(isp)))
    const leave = () => owner.submit(BKASH, {}, `${BKASH}/disconnect`)
    assert.include(noticeOf(await leave()), 'One payment or refund is still open')
    const kept = await isp.inside(() => PaymentGatewayAccount.findByOrFail('provider', 'bkash'))
    assert.isFalse(kept.enabled, 'nobody is offered it meanwhile')

    await purchase.pay()
    assert.equal(await purchase.state(), 'paid')
    assert.include(noticeOf(await leave()), 'The gateway is disconnected')
    assert.isNull(await isp.inside(() => PaymentGatewayAccount.findBy('provider', 'bkash')))
    const { gateway: name, gatewayId } = await isp.inside(() =>
      PaymentIntent.findByOrFail('reference', purchase.reference)
    )
    assert.deepEqual([name, gatewayId], ['bkash', null])
    const log = await owner.get('/dashboard/logs?tab=activity')
    assert.include(text(log.body), 'Disconnected a gateway')
    assert.include(text((await owner.get('/dashboard/payments')).body), 'bKash')
  })
})
