import { test } from '@japa/runner'
import { accept, bench, reject, type Bench } from './bench_router.js'
import { integer, text, type SeenRequest } from './radius_responder.js'

const GIB = 1n << 30n

test.group('Simulator | hotspot sessions', (group) => {
  let all: Bench
  group.each.setup(async () => {
    all = await bench()
    return () => all.stop()
  })

  const octets = (request: SeenRequest | undefined, low: number, high: number) =>
    (BigInt(integer(request, high) ?? 0) << 32n) + BigInt(integer(request, low) ?? 0)

  test('accounting starts with the session and names it as the request did', async ({ assert }) => {
    const { phone, radius, router } = all
    radius.decide = () => accept()
    await phone.join()
    await router.settled()
    const [start] = radius.accounting(1)
    assert.equal(text(start, 44), text(radius.accessRequests()[0], 44))
    assert.equal(text(start, 1), phone.mac)
    assert.equal(text(start, 25), 'class-1', 'Class is echoed')
    assert.equal(integer(start, 41), 0)
    assert.closeTo(integer(start, 55) ?? 0, Date.now() / 1000, 5)
  })

  test('Session-Timeout ends the session to the second, whatever the clock jumped', async ({
    assert,
  }) => {
    const { phone, radius, router } = all
    radius.decide = () => accept({ seconds: 300 })
    await phone.join()
    await phone.transfer({ down: 7n * GIB, up: 5n })
    await router.clock.advance(299)
    assert.isTrue(phone.online)
    radius.decide = () => reject()
    await router.clock.advance(1000)
    const [stop] = radius.accounting(2)
    assert.equal(phone.state, 'portal')
    assert.equal(integer(stop, 46), 300)
    assert.equal(integer(stop, 49), 5)
    // the join's own captive-portal probe is counted too
    assert.isAtLeast(Number(octets(stop, 43, 53)), Number(7n * GIB))
    assert.equal(integer(stop, 53), 1)
  })

  test('Total-Limit with Gigawords stops exactly at the limit', async ({ assert }) => {
    const { phone, radius, router } = all
    radius.decide = () => accept({ total: 1000, gigawords: 2 })
    await phone.join(router, { probe: false })
    const limit = 2n * (1n << 32n) + 1000n
    const first = await phone.transfer({ down: 8n * GIB - 5000n })
    assert.isUndefined(first.ended)
    const last = await phone.transfer({ down: 4n * GIB, up: GIB })
    assert.equal(first.down + last.down + last.up, limit)
    assert.equal(last.ended, 5)
    await router.settled()
    const [stop] = radius.accounting(2)
    assert.equal(octets(stop, 42, 52) + octets(stop, 43, 53), limit)
    assert.equal(octets(stop, 42, 52), last.up, 'input octets come from the client')
  })

  test('after the limit the phone is a stranger, and MAC authentication is tried anew', async ({
    assert,
  }) => {
    const { phone, radius, router } = all
    radius.decide = () => accept({ total: 1000 })
    await phone.join(router, { probe: false })
    await phone.transfer({ down: 5000n })
    assert.equal(phone.state, 'portal')
    radius.decide = () => reject('no data left')
    assert.equal((await phone.browse()).outcome, 'portal')
    assert.lengthOf(radius.accessRequests(), 2)
    assert.isTrue((await phone.transfer({ down: 1n })).blocked)
  })

  test('Total-Limit 0 without gigawords is no limit', async ({ assert }) => {
    const { phone, radius } = all
    radius.decide = () => accept({ total: 0 })
    await phone.join()
    const passage = await phone.transfer({ down: 100n * GIB })
    assert.equal(passage.down, 100n * GIB)
    assert.isTrue(phone.online)
  })

  test('interim updates follow {source}')
    .with([
      { source: 'the profile', line: 'radius-interim-update=2m', interim: 30, expected: 120 },
      {
        source: 'Acct-Interim-Interval when received',
        line: 'radius-interim-update=received',
        interim: 90,
        expected: 90,
      },
      {
        source: 'Acct-Interim-Interval when 0s',
        line: 'radius-interim-update=0s',
        interim: 90,
        expected: 90,
      },
    ])
    .run(async ({ assert }, { line, interim, expected }) => {
      const { phone, radius, router } = all
      await router.configure(`/ip hotspot profile set [find] ${line}`)
      radius.decide = () => accept({ interim })
      await phone.join()
      await router.clock.advance(expected - 2)
      assert.isEmpty(radius.accounting(3))
      await phone.transfer({ down: 5n * GIB })
      await router.clock.advance(3)
      const [update] = radius.accounting(3)
      assert.closeTo(integer(update, 46) ?? 0, expected + 1, 1)
      assert.isTrue(octets(update, 43, 53) >= 5n * GIB)
    })

  test('a phone that leaves is given up after the keepalive timeout', async ({ assert }) => {
    const { phone, radius, router } = all
    radius.decide = () => accept()
    await phone.join()
    phone.leave()
    await router.clock.advance(119)
    assert.lengthOf(router.menus.rows('/ip/hotspot/active'), 1)
    await router.clock.advance(2)
    assert.isEmpty(router.menus.rows('/ip/hotspot/active'))
    assert.equal(integer(radius.accounting(2)[0], 49), 3)
    assert.closeTo(integer(radius.accounting(2)[0], 46) ?? 0, 120, 1)
  })

  test('a sleeping phone idles out; a chatting one does not', async ({ assert }) => {
    const { phone, radius, router } = all
    radius.decide = () => accept({ idle: 60 })
    await phone.join()
    await router.clock.advance(600)
    assert.isTrue(phone.online)
    phone.sleep()
    await router.clock.advance(61)
    assert.isFalse(phone.online)
    assert.equal(integer(radius.accounting(2)[0], 49), 4)
  })

  test('the user logs out by himself', async ({ assert }) => {
    const { phone, radius, router, link } = all
    radius.decide = () => accept()
    await phone.join()
    const status = await phone.browse(link.replace('/login', '/status'))
    assert.include(status.body, phone.mac)
    await phone.browse(link.replace('/login', '/logout'))
    await router.settled()
    assert.equal(integer(radius.accounting(2)[0], 49), 1)
  })

  test('a reboot loses sessions without a Stop, says Accounting-On, and numbers anew', async ({
    assert,
  }) => {
    const { phone, radius, router } = all
    radius.decide = () => accept()
    await phone.join()
    await router.settled()
    router.reboot()
    await router.settled()
    assert.isFalse(phone.online)
    assert.isEmpty(radius.accounting(2))
    assert.lengthOf(radius.accounting(7), 1)
    await phone.browse()
    await router.settled()
    assert.isTrue(phone.online)
    const [before, after] = radius.accounting(1).map((one) => text(one, 44)?.slice(0, 3))
    assert.notEqual(before, after)
  })

  test('accounting waits for a server that is away, and sends in order', async ({ assert }) => {
    const { phone, radius, router } = all
    radius.decide = () => accept()
    await phone.join()
    router.hotspot.sessions.all().forEach((session) => router.hotspot.sessions.end(session, 6))
    await router.settled()
    const kinds = radius.seen.filter((one) => one.code === 4).map((one) => integer(one, 40))
    assert.deepEqual(kinds, [1, 2])
  })

  test('a phone with a new MAC is a new host; the old address is remembered', async ({
    assert,
  }) => {
    const { phone } = all
    await phone.join()
    const [mac, address] = [phone.mac, phone.address]
    phone.newMac()
    await phone.join()
    assert.notEqual(phone.mac, mac)
    assert.match(phone.mac, /^.[26AE]:/)
    assert.notEqual(phone.address, address)
    phone.newMac(mac)
    await phone.join()
    assert.equal(phone.address, address)
  })

  test('roaming: the phone leaves one router and is known on the other', async ({ assert }) => {
    const { phone, router } = all
    const other = await bench()
    try {
      other.radius.decide = () => accept()
      await phone.join()
      await phone.join(other.router)
      assert.isTrue(phone.online)
      assert.equal(phone.gateway.origin.split(':')[0], other.router.address)
      assert.equal(router.hotspot.hosts.presenceOf(phone.mac).state, 'gone')
    } finally {
      await phone.close()
      await other.stop()
    }
  })
})
