import { test } from '@japa/runner'
import { VirtualRouter } from '../../simulator/virtual_router.js'
import { accept, bench, type Bench } from './bench_router.js'
import { RawApiClient } from './raw_api_client.js'

test.group('Simulator | routers in trouble', (group) => {
  let all: Bench
  const clients: RawApiClient[] = []
  group.each.setup(async () => {
    all = await bench()
    return async () => {
      for (const one of clients.splice(0)) one.close()
      await all.stop()
    }
  })

  async function client() {
    const raw = await RawApiClient.connect(all.router.address)
    clients.push(raw)
    return raw
  }

  test('a router 80 ms away answers after 80 ms, many rows included', async ({ assert }) => {
    const raw = await client()
    await raw.login('portico', 'secret')
    all.router.link.oneWayMs = 40
    const started = performance.now()
    await raw.talk('/ip/service/print')
    const took = performance.now() - started
    assert.isAtLeast(took, 79)
    assert.isBelow(took, 300)
  })

  test('RADIUS travels the slow line too', async ({ assert }) => {
    all.radius.decide = () => accept()
    all.router.link.oneWayMs = 20
    const started = performance.now()
    await all.phone.join()
    assert.isTrue(all.phone.online)
    assert.isAtLeast(performance.now() - started, 39)
  })

  test('a router that is switched off refuses, forgets its sessions and comes back', async ({
    assert,
  }) => {
    all.radius.decide = () => accept()
    await all.phone.join()
    const raw = await client()
    await all.router.powerOff()
    await raw.until(() => raw.closed)
    await assert.rejects(() => RawApiClient.connect(all.router.address))
    await all.router.powerOn()
    assert.isFalse(all.phone.online)
    await (await client()).login('portico', 'secret')
    assert.equal(all.router.menus.settings('/system/resource')['uptime'], '0s')
  })

  test('another router in its place has the same address and name, and nothing else', async ({
    assert,
  }) => {
    await all.router.configure('/ip pool add name=own ranges=10.0.0.1')
    const { serial, address } = all.router
    const other = await VirtualRouter.replace(all.router, { identity: all.router.identity })
    assert.equal(other.address, address)
    assert.equal(other.identity, 'GreenNet')
    assert.notEqual(other.serial, serial)
    assert.isFalse(other.menus.rows('/ip/pool').some((row) => row['name'] === 'own'))
    await other.stop()
  })

  test('the counters tell a wrong secret from a silent server', async ({ assert }) => {
    const counters = () => all.router.configure('/radius monitor 0 once')
    await all.router.configure('/radius set 0 secret=wrong')
    await all.phone.join()
    const [wrong] = await counters()
    assert.match(wrong?.output ?? '', /bad-replies: [1-9]/)
    assert.match(wrong?.output ?? '', /timeouts: [1-9]/)
    await all.router.configure(
      `/radius set 0 secret="${all.radius.secret}"; /radius reset-counters [find]`
    )
    all.radius.decide = () => accept()
    all.phone.newMac()
    await all.phone.join()
    const [right] = await counters()
    assert.match(right?.output ?? '', /accepts: 1/)
    assert.match(right?.output ?? '', /bad-replies: 0/)
  })

  test('DHCP tells of the captive-portal API when the option is forced', async ({ assert }) => {
    const say = async (line: string) => (await all.router.configure(line)).at(-1)?.output
    const words = await say(
      '/ip dhcp-server option add name=bad code=114 value="https://wifi.example/api"'
    )
    assert.equal(words, 'failure: Unknown data type!')
    await say(`/ip dhcp-server option add name=capport code=114 value="'https://wifi.example/api'"
/ip dhcp-server option sets add name=capport options=capport
/ip dhcp-server set dhcp-hotspot dhcp-option-set=capport`)
    await all.phone.join()
    assert.isUndefined(all.phone.captivePortalApi)
    await say('/ip dhcp-server option set capport force=yes')
    assert.equal(all.phone.captivePortalApi, 'https://wifi.example/api')
  })
})
