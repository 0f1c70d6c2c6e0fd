import { test } from '@japa/runner'
import { publicKeyOf } from '../../simulator/menus/wireguard.js'
import { VirtualRouter, type VirtualRouterOptions } from '../../simulator/virtual_router.js'
import { freshAddress } from './radius_responder.js'

test.group('Simulator | menus of 6.49 and 7.20', (group) => {
  const running: VirtualRouter[] = []
  group.each.teardown(async () => {
    for (const router of running.splice(0)) await router.stop()
  })

  async function start(options: Partial<VirtualRouterOptions> = {}) {
    const router = await VirtualRouter.start({ address: freshAddress(), ...options })
    running.push(router)
    const say = async (lines: string) => (await router.configure(lines)).at(-1)?.output ?? ''
    return { router, say }
  }

  test('{version}: {line} says "{words}"')
    .with([
      {
        version: '6.49.18',
        line: '/interface wireguard add name=w',
        words: 'bad command name wireguard (line 1 column 12)',
      },
      { version: '7.20.4', line: '/interface wireguard add name=w', words: '' },
      {
        version: '6.49.18',
        line: '/system ntp client set enabled=yes primary-ntp=10.0.0.1',
        words: '',
      },
      {
        version: '7.20.4',
        line: '/system ntp client set enabled=yes primary-ntp=10.0.0.1',
        words: 'expected end of command (line 1 column 36)',
      },
      { version: '7.20.4', line: '/system ntp client servers add address=time.example', words: '' },
      {
        version: '6.49.18',
        line: '/system ntp client servers add address=x',
        words: 'bad command name servers (line 1 column 20)',
      },
      {
        version: '7.20.4',
        line: '/ip dns static add name=x.example type=FWD match-subdomain=yes forward-to=1.1.1.1 address-list=l',
        words: '',
      },
      {
        version: '7.20.4',
        line: '/ip route add dst-address=0.0.0.0/0 gateway=10.0.0.1 routing-mark=x',
        words: 'expected end of command (line 1 column 54)',
      },
      {
        version: '7.20.4',
        line: '/interface l2tp-client add name=l user=u',
        words: 'missing value(s) of argument(s) connect-to',
      },
      {
        version: '6.49.18',
        line: '/interface sstp-client add name=s connect-to=vpn.example user=u add-sni=yes',
        words: 'expected end of command (line 1 column 65)',
      },
      {
        version: '7.20.4',
        line: '/interface wireguard peers add interface=nope public-key=x allowed-address=10.0.0.1/32',
        words: 'input does not match any value of interface',
      },
      ...[
        { line: '/interface l2tp-client add name=l user=u connect-to=vpn.example', words: '' },
        { line: '/interface sstp-client add name=s user=u connect-to=vpn.example', words: '' },
        {
          line: '/interface l2tp-client add name=l user=u connect-to="vpn example"',
          words: 'invalid value for argument connect-to',
        },
        { line: '/system ntp client set servers=time.example,192.0.2.1', words: '' },
        {
          line: '/system ntp client set servers="time example"',
          words: 'invalid value for argument servers',
        },
        {
          line: '/radius add service=hotspot address=radius.example secret=s',
          words: 'invalid value for argument address',
        },
        { line: '/ip dns set servers=dns.example', words: 'invalid value for argument servers' },
      ].map((each) => ({ version: '7.20.4', ...each })),
    ])
    .run(async ({ assert }, { version, line, words }) => {
      const { say } = await start({ version })
      assert.equal(await say(line), words)
    })

  test('a WireGuard interface makes its key and shows the public half', async ({ assert }) => {
    const { router, say } = await start()
    await say('/interface wireguard add name=wg-saas')
    const [row] = router.menus.rows('/interface/wireguard')
    assert.match(row?.['private-key'] ?? '', /^[A-Za-z0-9+/]{43}=$/)
    assert.equal(
      await say(':put [/interface wireguard get wg-saas public-key]'),
      publicKeyOf(row?.['private-key'] ?? '')
    )
    assert.equal(
      await say('/ip address add address=10.64.3.7/32 network=10.64.0.1 interface=wg-saas'),
      ''
    )
  })

  test('a WireGuard peer is named or numbered', async ({ assert }) => {
    const { say } = await start()
    await say('/interface wireguard add name=wg')
    const peer = (endpoint: string) =>
      say(
        `/interface wireguard peers add interface=wg public-key=x allowed-address=10.64.0.1/32 endpoint-address=${endpoint}`
      )
    assert.equal(await peer('vpn.example'), '')
    assert.equal(await peer('192.0.2.1'), '')
    assert.equal(await peer('"vpn example"'), 'invalid value for argument endpoint-address')
  })

  test('a clock that is off is put right by NTP', async ({ assert }) => {
    const { router, say } = await start({ clockOffsetSeconds: -86_400 })
    const today = new Date(router.clock.now()).toISOString().slice(0, 10)
    assert.notEqual(await say(':put [/system clock get date]'), today)
    assert.equal(await say(':put [/system ntp client get status]'), 'stopped')
    router.names.set('time.example', '198.51.100.1')
    await say('/system ntp client set enabled=yes servers=time.example')
    assert.equal(await say(':put [/system clock get date]'), today)
    assert.equal(await say(':put [/system ntp client get status]'), 'synchronized')
  })

  test('a silent time server leaves the clock wrong; a hand sets it', async ({ assert }) => {
    const { router, say } = await start({ clockOffsetSeconds: 7200 })
    router.names.silence('198.51.100.1')
    await say('/system ntp client set enabled=yes servers=198.51.100.1')
    assert.equal(await say(':put [/system ntp client get status]'), 'waiting')
    await say('/system clock set time-zone-name=Asia/Dhaka date=2031-01-02 time=03:04:05')
    assert.equal(await say(':put [/system clock get gmt-offset]'), '+06:00')
    assert.equal(await say(':put [/system clock get date]'), '2031-01-02')
    assert.match(await say(':put [/system clock get time]'), /^03:04:0[5-9]$/)
  })

  test('a router fresh from the factory has no hotspot but fasttracks', async ({ assert }) => {
    const { say } = await start({ hotspot: 'none' })
    assert.equal(await say('/ip hotspot print count-only'), '0')
    assert.equal(
      await say('/ip firewall filter print count-only where action=fasttrack-connection'),
      '1'
    )
    assert.equal(
      await say(':put [/ip pool get default-dhcp ranges]'),
      '192.168.88.10-192.168.88.254'
    )
  })

  test('a hotspot added without disabled=no is off', async ({ assert }) => {
    const { router, say } = await start({ hotspot: 'none' })
    await say('/ip pool add name=hs ranges=10.5.50.10-10.5.50.20')
    await say('/ip hotspot add name=hs1 interface=bridge address-pool=hs')
    assert.equal(await say(':put [/ip hotspot get hs1 disabled]'), 'true')
    const phone = await router.addPhone()
    await assert.rejects(() => phone.join())
    await say('/ip hotspot enable hs1')
    await phone.join()
    assert.equal(phone.address, '10.5.50.10')
  })

  test('version 6 without the hotspot package does not know the menu', async ({ assert }) => {
    const { say } = await start({ version: '6.49.18', missingPackages: ['hotspot'] })
    assert.equal(await say('/ip hotspot print'), 'bad command name hotspot (line 1 column 5)')
    assert.equal(await say(':put [:len [/system package find where name=hotspot]]'), '0')
    assert.equal(await say(':put [:len [/system package find where name=dhcp]]'), '1')
  })

  test('board, load, memory and serial are what the test says', async ({ assert }) => {
    const { router, say } = await start({
      resource: { cpuLoad: 97, boardName: 'hEX' },
      serial: 'HFX0ABC',
    })
    assert.equal(await say(':put [/system resource get cpu-load]'), '97')
    assert.equal(await say(':put [/system resource get board-name]'), 'hEX')
    assert.equal(await say(':put [/system routerboard get serial-number]'), 'HFX0ABC')
    router.resource.freeMemory = 1000
    assert.equal(await say(':put [/system resource get free-memory]'), '1000')
  })

  test('a group names every policy, and each version has its own', async ({ assert }) => {
    const { router, say } = await start()
    await say('/user group add name=portico policy=read,write,api')
    const policy = router.menus.rows('/user/group').find((row) => row['name'] === 'portico')?.[
      'policy'
    ]
    assert.match(policy ?? '', /^read,write,api,!local,!telnet,.*!rest-api$/)
    assert.equal(
      await say('/user group set portico policy=api,!tikapp'),
      'input does not match any value of policy'
    )
    const old = await start({ version: '6.49.18' })
    const words = await old.say('/user group add name=x policy=api,!rest-api')
    assert.equal(words, 'input does not match any value of policy')
  })

  test('names in address lists become dynamic rows', async ({ assert }) => {
    const { router, say } = await start({ names: { 'pay.example': ['192.0.2.1', '192.0.2.2'] } })
    await say('/ip firewall address-list add list=saas-wg address=pay.example comment=tag')
    const rows = router.menus.rows('/ip/firewall/address-list')
    assert.deepEqual(
      rows.map((row) => [row['address'], row['dynamic'] ?? 'false']),
      [
        ['pay.example', 'false'],
        ['192.0.2.1', 'true'],
        ['192.0.2.2', 'true'],
      ]
    )
    assert.equal(
      await say(':put [:len [/ip firewall address-list find where !dynamic and comment=tag]]'),
      '1'
    )
    await say('/ip firewall address-list remove [find comment=tag]')
    assert.lengthOf(router.menus.rows('/ip/firewall/address-list'), 0)
  })
})
