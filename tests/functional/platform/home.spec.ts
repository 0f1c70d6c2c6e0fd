import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { appUrl } from '#config/app'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { withBilling, billing } from '#tests/functional/platform/billing/stage'
import { visit } from '#tests/support/browser'
import { text } from '#tests/support/forms'

const home = async (language = 'en') => {
  const { status, body } = await visit(appUrl.host, '/', {
    headers: { 'accept-language': language },
  })
  return { status, said: text(body) }
}

const CONTENTS = ['Starter', '2 routers', '200 active customers', 'Growth', '20,000 SMS a month']

test.group('The platform’s home page', (group) => {
  group.each.teardown(() => app.container.restore(StripeBilling))

  test('has the plans with limits, features and what we invoice, in both languages', async ({
    assert,
  }) => {
    const { said } = await home()
    for (const told of [...CONTENTS, '$19 a month', '$149 a month', 'Vouchers to print and sell']) {
      assert.include(said, told)
    }
    const bangla = await home('bn')
    for (const told of ['মাসে', 'ছাপিয়ে বিক্রির ভাউচার', '২টি রাউটার']) {
      assert.include(bangla.said, told)
    }
  })

  test('has the plans without prices while Stripe does not say them', async ({ assert }) => {
    const settings = {
      secretKey: 'sk_test_deaf',
      baseUrl: 'http://127.0.0.1:9',
      webhookSecrets: [],
    }
    app.container.swap(StripeBilling, () => new StripeBilling(settings))
    const { status, said } = await home()
    assert.equal(status, 200)
    for (const told of CONTENTS) assert.include(said, told)
    assert.notInclude(said, '$')
  })
})

test.group('The platform’s home page | Prices of Stripe', (group) => {
  withBilling(group)

  test('are those of the price that has the plan’s key now', async ({ assert }) => {
    const { client } = billing()
    const { data } = await client.prices.list({ lookup_keys: ['portico_growth_monthly'] })
    const product = data[0]?.product
    await client.prices.create({
      product: typeof product === 'string' ? product : (product?.id ?? ''),
      currency: 'usd',
      unit_amount: 5900,
      recurring: { interval: 'month' },
      lookup_key: 'portico_growth_monthly',
      transfer_lookup_key: true,
    })
    const { said } = await home()
    assert.include(said, '$59 a month')
    assert.notInclude(said, '$49 a month')
  })
})
