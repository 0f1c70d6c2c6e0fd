import { test } from '@japa/runner'
import { Simulation } from '../../simulator/simulation.js'
import { callControlApi } from '../../simulator/web/control_api.js'
import { readConfig } from '../../simulator/web/config.js'
import { InvalidInput } from '../../simulator/web/json.js'
import { freshAddress } from './radius_responder.js'
import { RawApiClient } from './raw_api_client.js'

const configured = (router: object) =>
  readConfig({
    web: { host: '127.0.0.1', port: 1 },
    routers: [{ address: freshAddress(), ...router }],
  }).routers

test.group('Simulator | trouble made from another process', (group) => {
  let simulation: Simulation
  let address: string
  group.each.setup(async () => {
    simulation = new Simulation()
    address = freshAddress()
    await simulation.add({ address }, 0)
    return () => simulation.stop()
  })

  const post = (path: string, body: unknown) =>
    callControlApi(simulation, 'POST', `/api/routers/${address}/${path}`, body)

  test('a router is switched off and on', async ({ assert }) => {
    await post('power', { on: false })
    await assert.rejects(() => RawApiClient.connect(address))
    await post('power', { on: true })
    const client = await RawApiClient.connect(address)
    await client.login('admin', '')
    client.close()
    await assert.rejects(async () => post('power', {}), /on must be true or false/)
  })

  test('its line is made slow', async ({ assert }) => {
    assert.deepEqual(await post('link', { oneWayMs: 40 }), { oneWayMs: 40 })
    assert.equal(simulation.router(address).link.oneWayMs, 40)
  })

  test('a configuration says how a router comes', ({ assert }) => {
    const [router] = configured({
      hotspot: 'none',
      deviceMode: 'home',
      missingPackages: ['hotspot'],
      serial: 'HFX',
      clockOffsetSeconds: -60,
      apiSslCertificate: 'self-signed',
    })
    assert.deepInclude(router, {
      hotspot: 'none',
      deviceMode: { mode: 'home' },
      missingPackages: ['hotspot'],
      serial: 'HFX',
      clockOffsetSeconds: -60,
      apiSslCertificate: 'self-signed',
    })
  })

  test('an unknown state is refused', ({ assert }) => {
    assert.throws(() => configured({ deviceMode: 'office' }), InvalidInput)
  })
})
