import { createHash, createHmac } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { test } from '@japa/runner'
import { accept, bench, type Bench } from './bench_router.js'
import { attribute, integer, mikrotik, uint32 } from './radius_responder.js'

interface Change {
  code: 40 | 43
  attributes: Buffer[]
  secret?: string
  messageAuthenticator?: 'valid' | 'wrong' | 'none'
  from?: string
}

/** Sends a request by RFC 5176 and returns the reply's code and Error-Cause, or undefined for silence. */
async function send(
  router: string,
  { code, attributes, secret = 'shared secret', from = '127.0.0.1', ...change }: Change
) {
  const state = change.messageAuthenticator ?? 'valid'
  const signed = state === 'none' ? [] : [attribute(80, Buffer.alloc(16))]
  const body = Buffer.concat([...signed, ...attributes])
  const packet = Buffer.concat([Buffer.from([code, 77, 0, 0]), Buffer.alloc(16), body])
  packet.writeUInt16BE(packet.length, 2)
  const key = state === 'wrong' ? 'something else' : secret
  if (state !== 'none') createHmac('md5', key).update(packet).digest().copy(packet, 22)
  createHash('md5').update(packet).update(secret).digest().copy(packet, 4)

  const socket = createSocket('udp4')
  socket.bind(0, from)
  await once(socket, 'listening')
  socket.send(packet, 3799, router)
  const reply = await new Promise<Buffer | undefined>((resolve) => {
    socket.once('message', resolve)
    setTimeout(resolve, 200, undefined)
  })
  socket.close()
  if (reply === undefined) return undefined
  const expected = Buffer.from(reply)
  packet.copy(expected, 4, 4, 20)
  const authentic = createHash('md5')
    .update(expected)
    .update(secret)
    .digest()
    .equals(reply.subarray(4, 20))
  if (!authentic || reply[1] !== 77)
    throw new Error('The reply does not prove knowledge of the secret')
  const at = reply.indexOf(Buffer.from([101, 6]), 20)
  return { code: reply.readUInt8(0), cause: at < 0 ? undefined : reply.readUInt32BE(at + 2) }
}

test.group('Simulator | CoA and Disconnect', (group) => {
  let all: Bench
  group.each.setup(async () => {
    all = await bench()
    all.radius.decide = () => accept({ rate: '1M/2M', seconds: 3600 })
    await all.phone.join()
    await all.router.settled()
    return () => all.stop()
  })

  const identity = () => {
    const session = all.phone.session
    if (session === undefined) throw new Error('the phone should be online')
    return [
      attribute(1, session.user),
      attribute(8, Buffer.from(session.host.address.split('.').map(Number))),
      attribute(44, session.sessionId),
    ]
  }

  test('a CoA changes speed and time while the session goes on', async ({ assert }) => {
    const { router, phone } = all
    const changes = [mikrotik(8, '5M/10M'), attribute(27, uint32(7200))]
    const reply = await send(router.address, { code: 43, attributes: [...identity(), ...changes] })
    assert.deepEqual(reply, { code: 44, cause: undefined })
    const [queue] = router.menus.rows('/queue/simple')
    assert.equal(queue?.['max-limit'], '5000000/10000000')
    await router.clock.advance(3700)
    assert.isTrue(phone.online)
    await router.clock.advance(3600)
    assert.isFalse(phone.online)
  })

  test('a Disconnect ends the session with Admin-Reset', async ({ assert }) => {
    const { router, phone, radius } = all
    const reply = await send(router.address, { code: 40, attributes: identity() })
    assert.deepEqual(reply, { code: 41, cause: undefined })
    assert.isFalse(phone.online)
    await router.settled()
    assert.equal(integer(radius.accounting(2)[0], 49), 6)
  })

  test('an unknown session is refused with Error-Cause 503', async ({ assert }) => {
    const attributes = [attribute(1, 'AA:BB:CC:00:00:01'), attribute(44, '80f00001')]
    assert.deepEqual(await send(all.router.address, { code: 40, attributes }), {
      code: 42,
      cause: 503,
    })
    assert.deepEqual(
      await send(all.router.address, { code: 43, attributes: [...attributes, mikrotik(8, '1M')] }),
      { code: 45, cause: 503 }
    )
    assert.isTrue(all.phone.online)
  })

  test('User-Name alone does not reach the hotspot session', async ({ assert }) => {
    const reply = await send(all.router.address, { code: 40, attributes: identity().slice(0, 1) })
    assert.deepEqual(reply, { code: 42, cause: 503 })
    assert.isTrue(all.phone.online)
  })

  test('one wrong identifier among right ones is another session', async ({ assert }) => {
    const attributes = [...identity().slice(0, 2), attribute(44, '80f00fff')]
    assert.deepEqual(await send(all.router.address, { code: 40, attributes }), {
      code: 42,
      cause: 503,
    })
  })

  test('{name} cannot be changed by CoA, and nothing else of the request is')
    .with([
      { name: 'Total-Limit', change: mikrotik(17, uint32(5)) },
      { name: 'Total-Limit-Gigawords', change: mikrotik(18, uint32(1)) },
      { name: 'Recv-Limit-Gigawords', change: mikrotik(14, uint32(1)) },
      { name: 'Address-List', change: mikrotik(19, 'vip') },
    ])
    .run(async ({ assert }, { change }) => {
      const attributes = [...identity(), mikrotik(8, '5M/10M'), change]
      assert.deepEqual(await send(all.router.address, { code: 43, attributes }), {
        code: 45,
        cause: 401,
      })
      assert.equal(all.phone.session?.grant.rateLimitText, '1M/2M')
    })

  test('an unreadable rate limit is refused with Error-Cause 407', async ({ assert }) => {
    const attributes = [...identity(), mikrotik(8, 'fast')]
    assert.deepEqual(await send(all.router.address, { code: 43, attributes }), {
      code: 45,
      cause: 407,
    })
  })

  test('{what} is dropped without a word')
    .with([
      { what: 'a wrong secret', change: { secret: 'guess' } },
      { what: 'a wrong Message-Authenticator', change: { messageAuthenticator: 'wrong' as const } },
      { what: 'an address that is no RADIUS server', change: { from: '127.0.0.9' } },
    ])
    .run(async ({ assert }, { change }) => {
      assert.isUndefined(
        await send(all.router.address, { code: 40, attributes: identity(), ...change })
      )
      assert.isTrue(all.phone.online)
      assert.equal(all.router.incoming.counters.badRequests, 1)
    })

  test('a request without Message-Authenticator is taken', async ({ assert }) => {
    const reply = await send(all.router.address, {
      code: 40,
      attributes: identity(),
      messageAuthenticator: 'none',
    })
    assert.equal(reply?.code, 41)
  })

  test('nothing listens unless accept=yes', async ({ assert }) => {
    await all.router.configure('/radius incoming set accept=no')
    assert.isUndefined(await send(all.router.address, { code: 40, attributes: identity() }))
    await all.router.configure('/radius incoming set accept=yes')
    assert.equal((await send(all.router.address, { code: 40, attributes: identity() }))?.code, 41)
  })
})
