import { test } from '@japa/runner'
import { accept, bench, type Bench } from './bench_router.js'
import { RouterDns } from '../../simulator/menus/router_dns.js'
import { WalledGarden, type Destination } from '../../simulator/hotspot/walled_garden.js'

const https = (host: string, port = 443): Destination => ({
  host,
  port,
  source: '10.5.50.10',
  http: undefined,
})
const http = (host: string, path = '/', method = 'GET'): Destination => ({
  ...https(host, 80),
  http: { path, method },
})

test.group('Simulator | walled garden by names and lists', (group) => {
  let all: Bench
  let garden: WalledGarden
  group.each.setup(async () => {
    const names = {
      'bka.sh': '192.0.2.10',
      'pay.bka.sh': '192.0.2.11',
      'cdn.example': '192.0.2.10',
      'other.example': '192.0.2.99',
    }
    all = await bench({ names })
    const dns = new RouterDns(all.router.menus, all.router.names, () => all.router.clock.now())
    garden = new WalledGarden(all.router.menus, dns)
    return () => all.stop()
  })

  const say = async (lines: string) => (await all.router.configure(lines)).map((one) => one.output)

  const LISTED =
    '/ip hotspot walled-garden ip add action=accept protocol=tcp dst-port=443 dst-address-list=wg'

  test('{name}: {host}:{port} is {open}')
    .with([
      {
        name: 'address list by name',
        lines: `/ip firewall address-list add list=wg address=bka.sh\n${LISTED}`,
        host: 'bka.sh',
        port: 443,
        open: true,
      },
      {
        name: 'another port',
        lines: `/ip firewall address-list add list=wg address=bka.sh\n${LISTED}`,
        host: 'bka.sh',
        port: 8443,
        open: false,
      },
      {
        name: 'a neighbour on the same address',
        lines: `/ip firewall address-list add list=wg address=bka.sh\n${LISTED}`,
        host: 'cdn.example',
        port: 443,
        open: true,
      },
      {
        name: 'a subdomain not listed',
        lines: `/ip firewall address-list add list=wg address=bka.sh\n${LISTED}`,
        host: 'pay.bka.sh',
        port: 443,
        open: false,
      },
      {
        name: 'FWD with subdomains',
        lines: `/ip dns static add name=bka.sh type=FWD match-subdomain=yes forward-to=1.1.1.1 address-list=wg\n${LISTED}`,
        host: 'pay.bka.sh',
        port: 443,
        open: true,
      },
      {
        name: 'FWD without subdomains',
        lines: `/ip dns static add name=bka.sh type=FWD forward-to=1.1.1.1 address-list=wg\n${LISTED}`,
        host: 'pay.bka.sh',
        port: 443,
        open: false,
      },
      {
        name: 'a disabled FWD',
        lines: `/ip dns static add name=bka.sh type=FWD forward-to=1.1.1.1 address-list=wg disabled=yes\n${LISTED}`,
        host: 'bka.sh',
        port: 443,
        open: false,
      },
      {
        name: 'dst-host in ip',
        lines: '/ip hotspot walled-garden ip add action=accept dst-host=bka.sh',
        host: 'bka.sh',
        port: 443,
        open: true,
      },
      {
        name: 'a wildcard in ip',
        lines: '/ip hotspot walled-garden ip add action=accept dst-host=*.bka.sh',
        host: 'pay.bka.sh',
        port: 443,
        open: false,
      },
      {
        name: 'dst-host beats dst-address',
        lines:
          '/ip hotspot walled-garden ip add action=accept dst-host=bka.sh dst-address=192.0.2.99',
        host: 'other.example',
        port: 443,
        open: false,
      },
      {
        name: 'the first match decides',
        lines:
          '/ip hotspot walled-garden ip add action=reject dst-host=bka.sh\n/ip hotspot walled-garden ip add action=accept dst-host=bka.sh',
        host: 'bka.sh',
        port: 443,
        open: false,
      },
      {
        name: 'another server',
        lines: '/ip hotspot walled-garden ip add action=accept dst-host=bka.sh server=hotspot2',
        host: 'bka.sh',
        port: 443,
        open: false,
      },
      {
        name: 'the HTTP list for HTTPS',
        lines: '/ip hotspot walled-garden add dst-host=bka.sh',
        host: 'bka.sh',
        port: 443,
        open: false,
      },
      {
        name: 'a Layer7 rule in forward',
        lines:
          '/ip firewall layer7-protocol add name=bkash regexp="bka"\n/ip firewall filter add chain=forward action=accept layer7-protocol=bkash',
        host: 'bka.sh',
        port: 443,
        open: false,
      },
    ])
    .run(async ({ assert }, { lines, host, port, open }) => {
      await say(lines)
      assert.equal(await garden.allows(https(host, port)), open)
    })

  test('an entry that DNS made expires with its time to live', async ({ assert }) => {
    await say(
      `/ip dns static add name=bka.sh type=FWD forward-to=1.1.1.1 address-list=wg\n${LISTED}`
    )
    await garden.allows(https('bka.sh'))
    const listed = () => all.router.menus.rows('/ip/firewall/address-list').length
    assert.equal(listed(), 1)
    assert.deepEqual(await say(':put [/ip dns cache get [find name=bka.sh] data]'), ['192.0.2.10'])
    await all.router.clock.advance(301)
    assert.equal(listed(), 0)
  })

  test('hits are counted, and what was refused is remembered', async ({ assert }) => {
    await say('/ip hotspot walled-garden add dst-host=bka.sh path=/ok* method=GET comment=tag')
    assert.isTrue(await garden.allows(http('bka.sh', '/ok/1')))
    assert.isFalse(await garden.allows(http('bka.sh', '/no')))
    assert.isFalse(await garden.allows(http('bka.sh', '/ok', 'POST')))
    assert.isFalse(await garden.allows(https('bank.example')))
    assert.deepEqual(await say(':put [/ip hotspot walled-garden get [find comment=tag] hits]'), [
      '1',
    ])
    assert.deepEqual(garden.refused.at(-1), { host: 'bank.example', port: 443 })
  })

  test('whoever has paid needs no garden', async ({ assert }) => {
    all.radius.decide = () => accept()
    await all.phone.join()
    const { outcome } = await all.phone.browse('http://internet.test/')
    assert.equal(outcome, 'page')
  })
})
