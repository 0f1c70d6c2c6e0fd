import { test } from '@japa/runner'
import { accept, bench, type Bench } from './bench_router.js'
import { RawApiClient } from './raw_api_client.js'

test.group('Simulator | active/login', (group) => {
  let all: Bench
  group.each.setup(async () => {
    all = await bench()
    return () => all.stop()
  })

  test('active/login puts the phone online, with a queue of its rate', async ({ assert }) => {
    const { phone, radius, router } = all
    await phone.join()
    radius.decide = () => accept({ rate: '5M/10M', seconds: 3600, total: 0, gigawords: 2 })
    const client = await RawApiClient.connect(router.address)
    await client.login('portico', 'secret')
    const words = [
      `=ip=${phone.address}`,
      `=mac-address=${phone.mac}`,
      `=user=${phone.mac}`,
      `=password=${phone.mac}`,
    ]
    assert.equal((await client.talk('/ip/hotspot/active/login', ...words))[0]?.kind, '!done')
    assert.isTrue(phone.online)
    const [active] = await client.talk('/ip/hotspot/active/print', `?mac-address=${phone.mac}`)
    assert.deepInclude(active?.values, {
      'user': phone.mac,
      'limit-bytes-total': '8589934592',
      'radius': 'true',
    })
    assert.notProperty(active?.values, 'rate-limit')
    const [queue] = await client.talk('/queue/simple/print', `?target=${phone.address}/32`)
    assert.equal(queue?.values['max-limit'], '5000000/10000000')
    const [host] = await client.talk('/ip/hotspot/host/print', `?mac-address=${phone.mac}`)
    assert.equal(host?.values['authorized'], 'true')
    await client.talk('/ip/hotspot/active/remove', `=.id=${active?.values['.id'] ?? ''}`)
    assert.isFalse(phone.online)
    client.close()
  })

  test('active/login refuses in the words public clients have seen', async ({ assert }) => {
    const { phone, radius, router } = all
    await phone.join()
    const client = await RawApiClient.connect(router.address)
    await client.login('portico', 'secret')
    const attempt = async (...words: string[]) =>
      (await client.talk('/ip/hotspot/active/login', ...words))[0]?.values['message']
    const user = [`=user=${phone.mac}`, '=password=x']
    const mac = `=mac-address=${phone.mac}`
    assert.equal(await attempt('=ip=10.5.50.99', mac, ...user), 'unknown host IP 10.5.50.99')
    assert.equal(await attempt('=ip=here', mac, ...user), 'invalid value for argument ip')
    const ip = `=ip=${phone.address}`
    assert.equal(await attempt(ip, ...user), 'invalid value of mac-address, mac address required')
    assert.equal(await attempt(ip, '=mac-address=AA:BB:CC:00:00:01', ...user), 'wrong MAC provided')
    assert.equal(await attempt(ip, mac, ...user), 'invalid username or password')
    radius.decide = () => undefined
    const [first, second] = await Promise.all([
      attempt(ip, mac, ...user),
      apiLogin(router.address, ip, mac, ...user),
    ])
    assert.sameMembers(
      [first, second],
      ['RADIUS server is not responding', 'already authorizing, retry later']
    )
    client.close()
  })

  async function apiLogin(address: string, ...words: string[]) {
    const client = await RawApiClient.connect(address)
    await client.login('portico', 'secret')
    const [reply] = await client.talk('/ip/hotspot/active/login', ...words)
    client.close()
    return reply?.values['message']
  }
})
