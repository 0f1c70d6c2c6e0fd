import { test } from '@japa/runner'
import { DynamicAuthorizationNotSent } from '#radius/dynamic_authorization/dynamic_authorization'
import { sendChange } from '#radius/dynamic_authorization/send_change'
import { sendDisconnect } from '#radius/dynamic_authorization/send_disconnect'
import { attributesOf, isGenuine, reply, ScriptedNas } from './scripted_nas.js'

const SESSION = {
  userName: 'AA:BB:CC:00:00:01',
  framedIp: '10.5.50.20',
  acctSessionId: '80f00003',
}
const hexOf = (text: string) => Buffer.from(text).toString('hex')
const errorCause = (cause: number) => Buffer.of(101, 6, 0, 0, cause >> 8, cause & 255)

test.group('Dynamic authorization: what the router receives', () => {
  test('Disconnect names the session by user, address and session id', async ({ assert }) => {
    const nas = await ScriptedNas.listen((request, peer, from) =>
      peer.send(reply(41, request, peer.secret), from)
    )
    const outcome = await sendDisconnect({ ...nas.route, ...SESSION })
    nas.close()

    const [request] = nas.received
    assert.deepEqual(outcome, { outcome: 'ack' })
    assert.lengthOf(nas.received, 1)
    assert.equal(request?.[0], 40)
    assert.isTrue(request && isGenuine(request, nas.secret))
    assert.deepEqual(request && attributesOf(request).slice(1), [
      [1, hexOf(SESSION.userName)],
      [8, '0a053214'],
      [44, hexOf(SESSION.acctSessionId)],
    ])
  })

  test('a change carries speed and time, signed', async ({ assert }) => {
    const nas = await ScriptedNas.listen((request, peer, from) =>
      peer.send(reply(44, request, peer.secret), from)
    )
    const change = { rateLimit: '5M/10M', sessionTimeoutSeconds: 86400 }
    const outcome = await sendChange({ ...nas.route, ...SESSION, ...change })
    nas.close()

    const [request] = nas.received
    assert.deepEqual(outcome, { outcome: 'ack' })
    assert.equal(request?.[0], 43)
    assert.isTrue(request && isGenuine(request, nas.secret))
    assert.deepEqual(request && attributesOf(request).slice(4), [
      [26, `00003a8c0808${hexOf('5M/10M')}`],
      [27, '00015180'],
    ])
  })

  test('leaves from the address the router knows', async ({ assert }) => {
    const nas = await ScriptedNas.listen((request, peer, from) =>
      peer.send(reply(41, request, peer.secret), from)
    )
    await sendDisconnect({ ...nas.route, ...SESSION, sourceAddress: '127.0.0.9' })
    nas.close()
    assert.equal(nas.senders[0]?.address, '127.0.0.9')
  })

  test('a hundred at once stay apart', async ({ assert }) => {
    const nas = await ScriptedNas.listen((request, peer, from) =>
      peer.send(reply(41, request, peer.secret), from)
    )
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        sendDisconnect({ ...nas.route, ...SESSION, userName: `user${i}`, timeoutMs: 2000 })
      )
    )
    nas.close()
    const keys = nas.senders.map(({ port }, i) => `${port}/${nas.received[i]?.[1]}`)
    assert.isTrue(outcomes.every(({ outcome }) => outcome === 'ack'))
    assert.equal(new Set(keys).size, nas.received.length)
  })
})

test.group('Dynamic authorization: how it ends', () => {
  test('a NAK with Error-Cause {0} is told apart')
    .with<[number, string][]>([
      [503, 'Session-Context-Not-Found'],
      [404, 'Invalid-Request'],
      [999, 'Error-Cause 999'],
    ])
    .run(async ({ assert }, [cause, reason]) => {
      const nas = await ScriptedNas.listen((request, peer, from) =>
        peer.send(reply(42, request, peer.secret, errorCause(cause)), from)
      )
      const outcome = await sendDisconnect({ ...nas.route, ...SESSION })
      nas.close()
      assert.deepEqual(outcome, { outcome: 'nak', errorCause: cause, reason })
    })

  test('a NAK may say nothing', async ({ assert }) => {
    const nas = await ScriptedNas.listen((request, peer, from) =>
      peer.send(reply(45, request, peer.secret), from)
    )
    const outcome = await sendChange({ ...nas.route, ...SESSION, rateLimit: '1M/1M' })
    nas.close()
    assert.deepEqual(outcome, {
      outcome: 'nak',
      errorCause: undefined,
      reason: 'no Error-Cause given',
    })
  })

  test('silence is unknown, after the same octets were sent three times', async ({ assert }) => {
    const nas = await ScriptedNas.listen(() => {})
    const started = performance.now()
    const outcome = await sendDisconnect({ ...nas.route, ...SESSION })
    const tookMs = performance.now() - started
    nas.close()

    assert.deepEqual(outcome, { outcome: 'timeout', attempts: 3, reason: 'silent' })
    assert.lengthOf(nas.received, 3)
    assert.isTrue(nas.received.every((datagram) => datagram.equals(nas.received[0] ?? datagram)))
    assert.equal(new Set(nas.senders.map(({ port }) => port)).size, 1)
    assert.isAtLeast(tookMs, 340)
    assert.isBelow(tookMs, 900)
  })

  test('a lost first packet costs only time', async ({ assert }) => {
    const nas = await ScriptedNas.listen((request, peer, from) => {
      if (peer.received.length === 2) peer.send(reply(41, request, peer.secret), from)
    })
    const outcome = await sendDisconnect({ ...nas.route, ...SESSION })
    nas.close()
    assert.deepEqual(outcome, { outcome: 'ack' })
    assert.lengthOf(nas.received, 2)
  })

  test('a router that was restarting is reached by the next attempt', async ({ assert }) => {
    const before = await ScriptedNas.listen(() => {})
    const { route, port } = before
    before.close()
    const pending = sendDisconnect({ ...route, ...SESSION, timeoutMs: 1400 })
    await new Promise((resolve) => setTimeout(resolve, 50))
    const nas = await ScriptedNas.listen(
      (request, peer, from) => peer.send(reply(41, request, peer.secret), from),
      port
    )
    assert.deepEqual(await pending, { outcome: 'ack' })
    nas.close()
  })

  test('a port nobody listens on is told apart from silence', async ({ assert }) => {
    const outcome = await sendDisconnect({
      address: '127.0.0.1',
      port: 9,
      secret: 's',
      timeoutMs: 140,
      ...SESSION,
    })
    assert.deepEqual(outcome, { outcome: 'timeout', attempts: 3, reason: 'port_closed' })
  })

  test('{0} is not believed, and the genuine reply after it is')
    .with<[string, (genuine: Buffer) => Buffer][]>([
      ['an unsigned reply', (genuine) => Buffer.concat([genuine.subarray(0, 4), Buffer.alloc(34)])],
      ['a reply with another identifier', (genuine) => flip(genuine, 1)],
      ['a reply with another code', (genuine) => flip(genuine, 0)],
      ['a truncated reply', (genuine) => genuine.subarray(0, 30)],
      ['an empty datagram', () => Buffer.alloc(0)],
    ])
    .run(async ({ assert }, [, forge]) => {
      const nas = await ScriptedNas.listen((request, peer, from) => {
        peer.send(forge(reply(41, request, peer.secret)), from)
        peer.send(reply(42, request, peer.secret, errorCause(503)), from)
      })
      const outcome = await sendDisconnect({ ...nas.route, ...SESSION })
      nas.close()
      assert.propertyVal(outcome, 'outcome', 'nak')
    })

  test('replies signed by another secret point at the secret', async ({ assert }) => {
    const nas = await ScriptedNas.listen((request, peer, from) =>
      peer.send(reply(41, request, 'another secret'), from)
    )
    const outcome = await sendDisconnect({ ...nas.route, ...SESSION })
    nas.close()
    assert.deepEqual(outcome, { outcome: 'timeout', attempts: 3, reason: 'bad_replies' })
  })

  test('a reply from another port is not taken', async ({ assert }) => {
    const stranger = await ScriptedNas.listen(() => {})
    const nas = await ScriptedNas.listen((request, peer, from) =>
      stranger.send(reply(41, request, peer.secret), from)
    )
    const outcome = await sendDisconnect({ ...nas.route, ...SESSION })
    nas.close()
    stranger.close()
    assert.deepEqual(outcome, { outcome: 'timeout', attempts: 3, reason: 'silent' })
  })
})

test.group('Dynamic authorization: what is never sent', () => {
  test('nothing leaves with {0}')
    .with<[string, Partial<Parameters<typeof sendChange>[0]>, RegExp][]>([
      ['a local address that is not ours', { sourceAddress: '203.0.113.9' }, /EADDRNOTAVAIL/],
      ['an unknown name', { address: 'router.invalid' }, /router\.invalid/],
      ['a port that cannot be', { port: 70_000 }, /port/i],
      ['an empty secret', { secret: '' }, /secret.*empty/],
      ['an empty user', { userName: '' }, /User-Name must have 1 to 253 octets and has 0/],
      ['a user too long in octets', { userName: 'ক'.repeat(85) }, /has 255/],
      ['an address that is none', { framedIp: '10.5.50.300' }, /not an IPv4 address/],
      ['a session id too long', { acctSessionId: 'x'.repeat(254) }, /Acct-Session-Id/],
      ['a rate limit too long', { rateLimit: 'M'.repeat(248) }, /1 to 247/],
      ['no change at all', { rateLimit: undefined }, /changes nothing/],
      ['a session time of nought', { sessionTimeoutSeconds: 0 }, /whole seconds and is 0/],
      ['half a second', { sessionTimeoutSeconds: 0.5 }, /0\.5/],
      ['a time beyond 32 bits', { sessionTimeoutSeconds: 2 ** 32 }, /4294967295/],
    ])
    .run(async ({ assert }, [, overrides, message]) => {
      const nas = await ScriptedNas.listen(() => {})
      const change = { ...nas.route, ...SESSION, rateLimit: '5M/10M', timeoutMs: 2000 }
      const error = await sendChange({ ...change, ...overrides }).catch((reason: unknown) => reason)
      nas.close()
      assert.instanceOf(error, DynamicAuthorizationNotSent)
      assert.propertyVal(error, 'code', 'E_DYNAMIC_AUTHORIZATION_NOT_SENT')
      assert.match(String(error), message)
      assert.notInclude(String(error), nas.secret)
      assert.isEmpty(nas.received)
    })
})

function flip(genuine: Buffer, at: number) {
  const forged = Buffer.from(genuine)
  forged[at] = (forged[at] ?? 0) ^ 0x10
  return forged
}
