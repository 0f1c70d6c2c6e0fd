import { test } from '@japa/runner'

import { FrozenClock } from '#core/clock'
import { InvalidCredentials, UnknownProvider } from '#core/http/provider_errors'
import { environmentOfKey } from '#payments/gateways/key_environment'
import {
  openPaymentGateway,
  paymentGatewayDriver,
  paymentGatewayDrivers,
  walledGardenHosts,
} from '#payments/gateways/registry'

import { bkashServer, credentials, START } from './bkash_wire.js'
import { MemoryTokenCache } from './memory_token_cache.js'

const account = {
  provider: 'bkash',
  account: { tenantId: '7', gatewayId: '3' },
  environment: 'sandbox',
  credentials,
  clock: new FrozenClock(START),
  tokenCache: new MemoryTokenCache(),
} as const

test.group('Payment gateways', () => {
  test('an account opens at the server the environment names', async ({ assert, cleanup }) => {
    const server = await bkashServer({})
    cleanup(server.close)

    const gateway = openPaymentGateway(account, { BKASH_BASE_URL: `${server.url}/v1.2.0-beta/` })
    await gateway.check()
    assert.equal(server.received[0]?.path, '/v1.2.0-beta/tokenized/checkout/token/grant')
  })

  test('an account with missing credentials does not open', ({ assert }) => {
    const broken = { ...account, credentials: { username: 'greennet' } }
    assert.throws(() => openPaymentGateway(broken, {}), /Password, App key, App secret/)
    try {
      openPaymentGateway(broken, {})
    } catch (error) {
      assert.instanceOf(error, InvalidCredentials)
    }
  })

  test('an unknown provider is named with those there are', ({ assert }) => {
    assert.throws(() => paymentGatewayDriver('cowrie'), /"cowrie".*bkash/)
    try {
      paymentGatewayDriver('cowrie')
    } catch (error) {
      assert.instanceOf(error, UnknownProvider)
    }
  })

  test('the walled garden opens the stand-in too, where there is one', ({ assert }) => {
    const driver = paymentGatewayDriver('bkash')
    assert.deepEqual(walledGardenHosts(driver, 'live', {}), driver.hosts.live)

    const standIn = { BKASH_BASE_URL: 'http://127.0.0.1:43210/v1.2.0-beta' }
    assert.deepEqual(walledGardenHosts(driver, 'sandbox', standIn).at(-1), {
      host: '127.0.0.1',
      ports: [43210],
    })
  })

  test('the walled garden opens a stand-in’s pages where they are elsewhere', ({ assert }) => {
    const standIn = {
      NAGAD_BASE_URL: 'http://127.0.0.1:43210/api/dfs',
      NAGAD_PAGE_URL: 'http://127.0.0.1:43211',
    }
    const hosts = walledGardenHosts(paymentGatewayDriver('nagad'), 'sandbox', standIn)
    assert.deepEqual(hosts.slice(-2), [
      { host: '127.0.0.1', ports: [43210] },
      { host: '127.0.0.1', ports: [43211] },
    ])
  })

  test('{name} declares what forms, portal and walled garden need')
    .with([...paymentGatewayDrivers])
    .run(({ assert }, driver) => {
      assert.match(driver.name, /^[a-z][a-z0-9_]*$/)
      assert.match(driver.address.variable, /^[A-Z][A-Z0-9_]*_BASE_URL$/)
      assert.isTrue(driver.fields.some((field) => field.secret))
      for (const currency of driver.currencies) {
        assert.isAbove(driver.minimumMinor[currency] ?? 0, 0)
      }
      const hosts = [...driver.hosts.live, ...driver.hosts.sandbox]
      assert.equal(hosts.length > 0, driver.needsBrowser)
      for (const { host, ports } of hosts) {
        assert.match(host, /^(\*\.)?([a-z0-9-]+\.)+[a-z]+$/)
        assert.isAbove(ports.length, 0)
      }
      const schedule = [...driver.queryAfterSeconds]
      assert.isAbove(schedule.length, 0)
      assert.deepEqual(
        schedule,
        schedule.toSorted((one, other) => one - other)
      )
    })

  test('an account at {name} has the verbs that its driver speaks of')
    .with([...paymentGatewayDrivers])
    .run(({ assert }, { name, fields, notices, noticeSecret }) => {
      const filled = Object.fromEntries(fields.map(({ key }) => [key, 'x']))
      const gateway = openPaymentGateway({ ...account, provider: name, credentials: filled }, {})
      assert.equal(gateway.readNotice !== undefined, notices !== undefined)
      assert.equal(gateway.connectNotices !== undefined, notices === 'by_api')
      assert.equal(gateway.disconnectNotices !== undefined, notices === 'by_api')
      if (noticeSecret)
        assert.include(
          fields.map(({ key }) => key),
          noticeSecret
        )
    })

  test('the key {key} tells its environment: {told}')
    .with([
      { key: 'sk_test_51H', told: 'sandbox' },
      { key: 'rk_live_51H', told: 'live' },
      { key: 'rzp_live_abc', told: 'live' },
      { key: 'rzp_test_abc', told: 'sandbox' },
      { key: 'latest_live_key', told: null },
      { key: 'sk_51H_test_', told: null },
      { key: '', told: null },
    ])
    .run(({ assert }, { key, told }) => {
      assert.equal(environmentOfKey(key), told)
    })
})
