import { test } from '@japa/runner'

import { FrozenClock } from '#core/clock'
import { trustMobileNumber } from '#core/mobile_number'
import { openSmsGateway, smsGatewayDriver, smsGatewayDrivers } from '#messaging/gateways/registry'

import { answer, scriptedServer } from '../core/http/scripted_server.js'

const account = {
  provider: 'bulksmsbd',
  credentials: { api_key: 'key', sender_id: '8809612345678' },
  clock: new FrozenClock(),
}

test.group('SMS gateways', () => {
  test('an account opens at the server the environment names', async ({ assert, cleanup }) => {
    const server = await scriptedServer(answer(200, '202'))
    cleanup(server.close)

    const gateway = openSmsGateway(account, { BULKSMSBD_BASE_URL: `${server.url}/api/` })
    const to = trustMobileNumber('+8801770618575')
    const outcome = await gateway.send({ to, text: 'hello', messageId: '1' })

    assert.equal(outcome.outcome, 'accepted')
    assert.equal(server.received[0]?.path, '/api/smsapi')
  })

  test('an account with missing credentials does not open', ({ assert }) => {
    const broken = { ...account, credentials: { api_key: 'key' } }
    assert.throws(() => openSmsGateway(broken, {}), /Sender ID/)
  })

  test('an unknown provider is named with those there are', ({ assert }) => {
    assert.throws(() => smsGatewayDriver('pigeon'), /"pigeon".*bulksmsbd/)
  })

  test('{name} declares what forms need')
    .with([...smsGatewayDrivers])
    .run(({ assert }, driver) => {
      assert.match(driver.name, /^[a-z][a-z0-9_]*$/)
      assert.match(driver.address.variable, /^[A-Z][A-Z0-9_]*_BASE_URL$/)
      assert.isTrue(driver.fields.some((field) => field.secret))
      for (const code of driver.destinations ?? []) assert.match(code, /^\+\d{1,4}$/)
    })
})
