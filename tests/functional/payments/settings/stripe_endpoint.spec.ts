import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { SavePaymentGateway } from '#payments/accounts/save_payment_gateway'
import { unseal } from '#tenancy/sealed'
import { startStripe, type RunningStripe } from '#tests/standins/stripe/start'
import { endpointsAt, toldBy } from '#tests/functional/payments/settings/stripe_side'
import { asOwner } from '#tests/support/database'
import { noticeOf, text } from '#tests/support/forms'
import { anySecret, GatewayShop, standIn } from '#tests/support/gateway_shop'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { once } from '#tests/support/purchase'

const PAGE = '/dashboard/settings/gateways/payment/stripe'
const ENDPOINTS = 'webhook_endpoints'
const PACKAGE = 'Monthly Unlimited'

let stripe: RunningStripe
let shop: GatewayShop
let owner: Visitor
let secretKey: string

async function open(): Promise<() => Promise<void>> {
  stripe = await startStripe({})
  const restore = standIn('STRIPE_BASE_URL', stripe.baseUrl)
  shop = await GatewayShop.open('stripe', { secret_key: `sk_test_${anySecret()}` }, 'IN')
  owner = await operatorOf(shop.isp)
  return async () => {
    await stripe.stop()
    restore()
  }
}

/** Every test has an account of its own at Stripe, whose key alone was entered. */
async function connect(): Promise<() => void> {
  secretKey = `sk_test_${anySecret()}`
  stripe.control.addMerchant({ secretKey })
  const connection = await app.container.make(SavePaymentGateway)
  await shop.isp.inside(async () => {
    await PaymentGatewayAccount.query().where('provider', 'stripe').delete()
    await connection.execute(shop.isp.tenant, {
      provider: 'stripe',
      environment: 'sandbox',
      enabled: true,
      credentials: { secret_key: secretKey },
    })
  })
  return () => stripe.control.clearFaults()
}

const save = (changes: Record<string, string> = {}) => owner.submit(PAGE, changes)
const renew = () => owner.submit(PAGE, {}, `${PAGE}/notices`)

const endpoints = (key = secretKey) => endpointsAt(stripe.baseUrl, key)
const told = (secret: string) => toldBy(shop.isp.tenant, secret)

async function credentials(): Promise<Record<string, string>> {
  const account = await shop.isp.inside(() =>
    PaymentGatewayAccount.findByOrFail('provider', 'stripe')
  )
  return unseal(account.credentials, shop.isp.tenant.id, 'payment credentials')
}

test.group('Payments | Stripe’s endpoint', (group) => {
  group.setup(open)
  group.each.setup(connect)

  test('is made when the key is saved, and what it tells is believed', async ({ assert }) => {
    const saved = await save()
    assert.include(noticeOf(saved), 'The gateway is saved')
    assert.include(text(saved.body), 'Set up')
    const made = await endpoints()
    assert.lengthOf(made, 1)
    assert.equal(made[0]?.url, shop.url('/notices/stripe'))
    assert.include(made[0]?.enabled_events, 'checkout.session.completed')
    assert.match(made[0]?.api_version ?? '', /^20\d\d-/)

    const purchase = await shop.begin(undefined, PACKAGE)
    stripe.control.complete(purchase.paymentId, 'pay')
    await purchase.becomes('paid')
    assert.deepEqual(await purchase.credits(), once(PACKAGE))
  })

  test('is made once: saving again changes nothing', async ({ assert }) => {
    await save()
    const [before, secrets] = [await endpoints(), await credentials()]
    await save({ minimum: '100' })
    assert.deepEqual(await endpoints(), before)
    assert.deepEqual(await credentials(), secrets)
  })

  test('its secret is sealed, and on no page and in no log', async ({ assert }) => {
    await save()
    await renew()
    const { webhook_secret: secret = '', previous_webhook_secret: previous = '' } =
      await credentials()
    assert.match(secret, /^whsec_/)
    assert.match(previous, /^whsec_/)
    const pages = await Promise.all(
      [PAGE, '/dashboard/settings/gateways', '/dashboard/logs?tab=activity'].map((path) =>
        owner.get(path)
      )
    )
    const { schema } = shop.isp.tenant
    const stored = [
      ...(await asOwner(`select * from ${schema}.payment_gateways`)),
      ...(await asOwner(`select * from ${schema}.activity_log`)),
    ]
    for (const body of [...pages.map((page) => page.body), JSON.stringify(stored)]) {
      for (const each of [secret, previous, secretKey]) assert.notInclude(body, each)
    }
  })

  test('is renewed: the new secret counts, the old one goes on counting', async ({ assert }) => {
    await save()
    const [[first], old] = [await endpoints(), await credentials()]
    assert.include(noticeOf(await renew()), 'sends its notices here now')
    const now = await endpoints()
    assert.lengthOf(now, 1, 'the old one is gone')
    assert.notEqual(now[0]?.id, first?.id)
    const { webhook_secret: secret = '', previous_webhook_secret: previous = '' } =
      await credentials()
    assert.equal(previous, old.webhook_secret)
    assert.notEqual(secret, previous)
    assert.deepEqual([await told(secret), await told(previous)], [200, 200])

    await owner.submit(PAGE, { 'forget[]': 'previous_webhook_secret' })
    assert.deepEqual([await told(secret), await told(previous)], [200, 401])
    assert.deepEqual(await endpoints(), now, 'forgetting renews nothing')
  })

  test('is one, however often it is renewed at once', async ({ assert }) => {
    await save()
    await Promise.all(Array.from({ length: 4 }, renew))
    const [only, ...more] = await endpoints()
    assert.isEmpty(more)
    const account = await shop.isp.inside(() =>
      PaymentGatewayAccount.findByOrFail('provider', 'stripe')
    )
    assert.equal(account.noticeEndpoint?.id, only?.id)
    assert.equal(await told((await credentials()).webhook_secret ?? ''), 200)
  })

  test('moves to another account with its key', async ({ assert }) => {
    await save()
    const former = secretKey
    secretKey = `sk_test_${anySecret()}`
    stripe.control.addMerchant({ secretKey })
    await save({ secret_key: secretKey })
    assert.lengthOf(await endpoints(), 1)
    assert.isEmpty(await endpoints(former))
  })

  test('with a secret entered by hand none is made', async ({ assert }) => {
    const page = await save({ webhook_secret: 'whsec_by_hand' })
    assert.include(text(page.body), 'Secret entered by hand')
    assert.isEmpty(await endpoints())
    assert.equal(await told('whsec_by_hand'), 200)
  })

  test('that Stripe does not make is said with what to do, and made later', async ({ assert }) => {
    stripe.control.force({ path: ENDPOINTS, mode: 'forbidden' })
    const page = await save()
    assert.include(noticeOf(page), 'could not be told where to send its notices')
    assert.include(text(page.body), 'they may not do this')
    assert.include(text(page.body), shop.url('/notices/stripe'))
    assert.isEmpty(await endpoints())

    assert.include(noticeOf(await renew()), 'sends its notices here now')
    assert.lengthOf(await endpoints(), 1)
    assert.notInclude(text((await owner.get(PAGE)).body), 'they may not do this')
  })

  test('whose answer was lost leaves no second one behind', async ({ assert }) => {
    stripe.control.force({ path: ENDPOINTS, mode: 'drop-after-capture' })
    await save()
    await renew()
    const [only, ...more] = await endpoints()
    assert.isEmpty(more)
    assert.equal(only?.url, shop.url('/notices/stripe'))
    assert.equal(await told((await credentials()).webhook_secret ?? ''), 200)
  })

  test('is removed when the gateway is disconnected; others of the account stay', async ({
    assert,
  }) => {
    await save()
    await fetch(`${stripe.baseUrl}/v1/webhook_endpoints`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secretKey}` },
      body: new URLSearchParams({
        'url': 'https://shop.example.com/stripe',
        'enabled_events[0]': 'charge.succeeded',
      }),
    })
    assert.lengthOf(await endpoints(), 2)
    const page = await owner.submit(PAGE, {}, `${PAGE}/disconnect`)
    assert.include(noticeOf(page), 'The gateway is disconnected')
    assert.deepEqual(
      (await endpoints()).map(({ url }) => url),
      ['https://shop.example.com/stripe']
    )
    assert.equal(await told('whsec_of_before'), 404)
  })

  test('that cannot be removed does not hold the credentials here', async ({ assert }) => {
    await save()
    stripe.control.force({ path: ENDPOINTS, mode: 'unauthorized' })
    const page = await owner.submit(PAGE, {}, `${PAGE}/disconnect`)
    assert.include(noticeOf(page), 'could not be removed')
    const left = await shop.isp.inside(() => PaymentGatewayAccount.findBy('provider', 'stripe'))
    assert.isNull(left)
  })
})
