import { type LookupAddress } from 'node:dns'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { test } from '@japa/runner'
import {
  RouterAddressRefused,
  RouterApiError,
  RouterConnectionLost,
  RouterFatal,
  RouterProtocolError,
  RouterTimeout,
  RouterTlsMismatch,
  RouterTrap,
  RouterUnreachable,
} from '#routers/api/router_api_errors'
import { OpenRouterSession } from '#routers/api/router_session'
import { type RouterApiTarget } from '#routers/api/router_api_target'
import { ROUTER_TLS } from '#routers/api/router_tls'
import { selfSigned } from '#tests/unit/core/http/self_signed'
import { octets, ScriptedRouter, type Asked } from './scripted_router.js'
import { withOneSession } from './one_session.js'

/** One command to a router that misbehaves on it; the connection must be let go of after. */
async function command(script: (asked: Asked) => void, overrides: Partial<RouterApiTarget> = {}) {
  const router = await ScriptedRouter.listen(script)
  const started = performance.now()
  const error = await withOneSession({ ...router.target, ...overrides }, (session) =>
    session.run('/ip/hotspot/active/login')
  ).catch((reason: unknown) => reason)
  const tookMs = performance.now() - started
  await router.released()
  await router.close()
  return { error, tookMs }
}

async function failureOf(target: RouterApiTarget) {
  const started = performance.now()
  const error = await OpenRouterSession.open(target).catch((reason: unknown) => reason)
  return { error, tookMs: performance.now() - started }
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** Whatever else may listen on a port. */
async function bareServer(greet: (socket: Socket) => void) {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => socket.destroy())
    greet(socket)
  })
  const target = { ...NOWHERE, port: await portOf(server) }
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  }
  return { target, close }
}

const NOWHERE = { host: '127.0.0.1', port: 1, user: 'u', password: 'p', connectTimeoutMs: 300 }

test.group('Router faults: while connecting', () => {
  test('{0} cannot be reached, and the message says what to do')
    .with([
      ['a port nobody listens on', { port: 1 }, /refused.*enable the API/],
      ['an unknown name', { host: 'router.invalid' }, /DNS/],
      ['an empty address', { host: '' }, /address is empty/],
      ['a port that cannot be', { port: 70_000 }, /port/i],
    ] as const)
    .run(async ({ assert }, [, overrides, message]) => {
      const { error } = await failureOf({ ...NOWHERE, connectTimeoutMs: 5000, ...overrides })
      assert.instanceOf(error, RouterUnreachable)
      assert.include(error, { code: 'E_ROUTER_UNREACHABLE', indeterminate: false })
      assert.match(String(error), message)
    })

  test('a name that is never looked up ends at the deadline', async ({ assert }) => {
    const { error, tookMs } = await failureOf({ ...NOWHERE, host: 'router.test', lookup() {} })
    assert.instanceOf(error, RouterTimeout)
    assert.include(error, { indeterminate: false })
    assert.isBelow(tookMs, 1000)
  })

  test('a name with several addresses is tried at each', async ({ assert }) => {
    const router = await ScriptedRouter.listen(({ reply }) => reply(['!done']))
    const addresses = [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ]
    const target: RouterApiTarget = {
      ...router.target,
      host: 'router.test',
      lookup: (_name, _options, done) => done(null, addresses),
    }
    const answer = await withOneSession(target, async () => 'in')
    await router.close()
    assert.equal(answer, 'in')
    const { error } = await failureOf(target)
    assert.match(String(error), /refused/)
  })

  test('an address that is not permitted is never connected to, written or resolved: {0}')
    .with<[string, LookupAddress[]][]>([
      ['127.0.0.1', []],
      ['router.test', [{ address: '127.0.0.1', family: 4 }]],
      [
        'both.test',
        [
          { address: '::1', family: 6 },
          { address: '127.0.0.1', family: 4 },
        ],
      ],
    ])
    .run(async ({ assert }, [host, addresses]) => {
      const router = await ScriptedRouter.listen(({ reply }) => reply(['!done']))
      const { error } = await failureOf({
        ...router.target,
        host,
        lookup: (_name, _options, done) => done(null, addresses),
        permits: () => false,
      })
      await router.close()
      assert.instanceOf(error, RouterAddressRefused)
      assert.include(error, { code: 'E_ROUTER_ADDRESS_REFUSED', reason: 'inside' })
      assert.match(String(error), /private or reserved network.*public address of the router/)
      if (host !== '127.0.0.1') assert.notInclude(String(error), '127.0.0.1', 'tells no address')
      assert.isEmpty(router.sockets)
    })

  test('a name that changes its mind is asked once and reached only where it is permitted', async ({
    assert,
  }) => {
    const router = await ScriptedRouter.listen(({ reply }) => reply(['!done']))
    let asked = 0
    const answers = [
      [
        { address: '169.254.169.254', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
      [{ address: '169.254.169.254', family: 4 }],
    ]
    const answer = await withOneSession(
      {
        ...router.target,
        host: 'rebinding.test',
        lookup: (_name, _options, done) => done(null, answers[asked++] ?? []),
        permits: (address) => address === '127.0.0.1',
      },
      async () => 'in'
    )
    await router.close()
    assert.equal(answer, 'in')
    assert.equal(asked, 1)
  })

  test('TLS to a port that {0} says that it speaks none')
    .with<[string, (socket: Socket) => void][]>([
      ['says nothing', () => {}],
      ['says something else', (socket) => socket.write('SSH-2.0-ROSSSH\r\n')],
      ['hangs up', (socket) => socket.end()],
      ['resets', (socket) => socket.on('data', () => socket.resetAndDestroy())],
    ])
    .run(async ({ assert }, [, greet]) => {
      const server = await bareServer(greet)
      const { error } = await failureOf({ ...server.target, tls: ROUTER_TLS })
      await server.close()
      assert.instanceOf(error, RouterTlsMismatch)
      assert.include(error, { code: 'E_ROUTER_TLS_MISMATCH', reason: 'tls', indeterminate: false })
      assert.match(String(error), /does not speak TLS.*8728.*8729/)
    })

  test('plain to a port that answers with a TLS alert says so', async ({ assert }) => {
    const server = await bareServer((socket) =>
      socket.on('data', () => socket.end(Buffer.from('15030100020246', 'hex')))
    )
    const { error } = await failureOf(server.target)
    await server.close()
    assert.instanceOf(error, RouterTlsMismatch)
    assert.match(String(error), /speaks TLS.*Switch TLS on here/)
  })

  test('plain to a TLS port that hangs up names TLS among what to check', async ({ assert }) => {
    const server = createTlsServer(selfSigned()).on('tlsClientError', () => {})
    const { error } = await failureOf({ ...NOWHERE, port: await portOf(server) })
    server.close()
    assert.instanceOf(error, RouterConnectionLost)
    assert.match(String(error), /8729 with TLS switched on here.*\/ip\/service allows/)
  })

  test('a host that takes connections and says nothing ends at the deadline, with advice', async ({
    assert,
  }) => {
    const server = await bareServer(() => {})
    const { error, tookMs } = await failureOf(server.target)
    await server.close()
    assert.instanceOf(error, RouterTimeout)
    assert.include(error, { indeterminate: false })
    assert.match(String(error), /says nothing: check that the port is its API port/)
    assert.isBelow(tookMs, 1500)
  })

  test('{0} on the port is told from a router')
    .with<[string, string][]>([
      ['a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
      ['an SSH server', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ])
    .run(async ({ assert }, [, greeting]) => {
      const server = await bareServer((socket) => socket.write(greeting))
      const { error } = await failureOf(server.target)
      await server.close()
      assert.instanceOf(error, RouterProtocolError)
      assert.match(String(error), /does not speak the RouterOS API: check the port/)
    })

  test('TLS that cannot be agreed names the certificate', async ({ assert }) => {
    const server = createTlsServer({}).on('tlsClientError', () => {})
    const port = await portOf(server)
    const { error } = await failureOf({ ...NOWHERE, port, tls: {}, connectTimeoutMs: 2000 })
    server.close()
    assert.instanceOf(error, RouterUnreachable)
    assert.match(String(error), /certificate of api-ssl/)
  })
})

test.group('Router faults: under a command', () => {
  test('silence ends at the deadline and leaves the command in doubt', async ({ assert }) => {
    const { error, tookMs } = await command(() => {}, { commandTimeoutMs: 100 })
    assert.instanceOf(error, RouterTimeout)
    assert.include(error, { code: 'E_ROUTER_TIMEOUT', indeterminate: true })
    assert.match(String(error), /\/ip\/hotspot\/active\/login within 100 ms.*read the state back/)
    assert.isBelow(tookMs, 1000)
  })

  test('half a reply and then silence is a timeout as well', async ({ assert }) => {
    const { error } = await command(({ socket }) => socket.write(octets('!re').subarray(0, 2)), {
      commandTimeoutMs: 100,
    })
    assert.instanceOf(error, RouterTimeout)
  })

  test('rows without end still meet the deadline', async ({ assert }) => {
    const { error, tookMs } = await command(
      ({ socket, reply }) => {
        const rows = setInterval(() => reply(['!re', '=.id=*1']), 5)
        socket.on('close', () => clearInterval(rows))
      },
      { commandTimeoutMs: 100 }
    )
    assert.instanceOf(error, RouterTimeout)
    assert.isBelow(tookMs, 1000)
  })

  test('a reply without end is cut off before it fills the memory', async ({ assert }) => {
    const row = ['!re', `=contents=${'x'.repeat(16_000)}`]
    const { error } = await command(
      ({ socket, reply }) => {
        const pour = () => {
          while (!socket.destroyed && reply(...Array.from({ length: 64 }, () => row))) continue
        }
        socket.on('drain', pour)
        pour()
      },
      { commandTimeoutMs: 20_000 }
    )
    assert.instanceOf(error, RouterProtocolError)
    assert.match(String(error), /login does not end/)
  })

  test('{0} loses the connection and leaves the command in doubt')
    .with<[string, (asked: Asked) => void][]>([
      ['a FIN', ({ socket }) => socket.end()],
      ['an RST', ({ socket }) => socket.resetAndDestroy()],
      ['a FIN after half a word', ({ socket }) => socket.end(octets('!re').subarray(0, 2))],
      ['a FIN before !done', ({ socket, tag }) => socket.end(octets('!re', '=a=b', tag))],
    ])
    .run(async ({ assert }, [, script]) => {
      const { error } = await command(script)
      assert.instanceOf(error, RouterConnectionLost)
      assert.include(error, { code: 'E_ROUTER_CONNECTION_LOST', indeterminate: true })
      assert.match(String(error), /read the state back/)
    })

  test('!fatal ends the session with its reason', async ({ assert }) => {
    const { error } = await command(({ socket }) =>
      socket.write(octets('!fatal', 'session terminated on request'))
    )
    assert.instanceOf(error, RouterFatal)
    assert.include(error, { code: 'E_ROUTER_FATAL', indeterminate: true })
    assert.match(String(error), /session terminated on request/)
  })

  test('an unknown reply word is a protocol error', async ({ assert }) => {
    const { error } = await command(({ reply }) => reply(['!surprise']))
    assert.instanceOf(error, RouterProtocolError)
    assert.include(error, { code: 'E_ROUTER_PROTOCOL', indeterminate: true })
    assert.match(String(error), /unknown reply !surprise/)
  })

  test('a trap counts even if the connection breaks before its !done', async ({ assert }) => {
    const { error } = await command(({ socket, tag }) =>
      socket.end(octets('!trap', '=category=2', '=message=interrupted', tag))
    )
    assert.instanceOf(error, RouterTrap)
    assert.include(error, { category: 2, text: 'interrupted', indeterminate: false })
  })
})

test.group('Router faults: the session after', () => {
  test('queued and later commands are rejected as never sent', async ({ assert }) => {
    const router = await ScriptedRouter.listen(({ socket }) => socket.resetAndDestroy())
    const session = await OpenRouterSession.open(router.target)
    const [first, second] = await Promise.allSettled([session.run('/a'), session.run('/b')])
    const [third] = await Promise.allSettled([session.run('/c')])
    await session.close()
    await router.close()

    assert.deepEqual(router.asked.slice(1), [['/a']])
    assert.propertyVal(reasonOf(first), 'indeterminate', true)
    for (const result of [second, third]) {
      assert.instanceOf(reasonOf(result), RouterConnectionLost)
      assert.propertyVal(reasonOf(result), 'indeterminate', false)
      assert.match(String(reasonOf(result)), /was not sent/)
    }
  })

  test('closing under a command rejects it', async ({ assert }) => {
    const router = await ScriptedRouter.listen(() => {})
    const session = await OpenRouterSession.open(router.target)
    const pending = session.run('/slow')
    await new Promise((resolve) => setTimeout(resolve, 20))
    await session.close()
    const [result] = await Promise.allSettled([pending])
    await router.released()
    await router.close()
    assert.instanceOf(reasonOf(result), RouterConnectionLost)
    assert.propertyVal(reasonOf(result), 'indeterminate', true)
  })

  test('a command left behind unawaited does not end the process', async ({ assert }) => {
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', note)
    const router = await ScriptedRouter.listen(() => {})
    await withOneSession(router.target, async (session) => {
      void session.print('/interface')
      void session.run('/slow')
      void session.add('/ip/pool', {})
      void session.remove('/ip/pool', '*1')
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    process.off('unhandledRejection', note)
    await router.close()
    assert.isEmpty(unhandled)
  })

  test('an idle session that the router drops is noticed without a crash', async ({ assert }) => {
    const router = await ScriptedRouter.listen(({ reply }) => reply(['!done']))
    const session = await OpenRouterSession.open(router.target)
    await session.run('/first')
    router.sockets[0]?.resetAndDestroy()
    await new Promise((resolve) => setTimeout(resolve, 20))
    const [result] = await Promise.allSettled([session.run('/second')])
    await session.close()
    await router.close()
    assert.instanceOf(reasonOf(result), RouterConnectionLost)
    assert.propertyVal(reasonOf(result), 'indeterminate', false)
  })

  test('closes when the work throws, and passes its error on', async ({ assert }) => {
    const router = await ScriptedRouter.listen(({ reply }) => reply(['!done']))
    const mine = new Error('mine')
    const error = await withOneSession(router.target, () => Promise.reject(mine)).catch(
      (reason: unknown) => reason
    )
    await router.released()
    await router.close()
    assert.strictEqual(error, mine)
  })

  test('closing twice settles', async () => {
    const router = await ScriptedRouter.listen(() => {})
    const session = await OpenRouterSession.open(router.target)
    await Promise.all([session.close(), session.close()])
    await session.close()
    await router.close()
  })

  test('two hundred commands leave no listener behind', async ({ assert }) => {
    const warnings: Error[] = []
    const note = (warning: Error) => warnings.push(warning)
    process.on('warning', note)
    const router = await ScriptedRouter.listen(({ reply }) => reply(['!done']))
    await withOneSession(router.target, async (session) => {
      for (let i = 0; i < 200; i++) await session.run('/ping')
    })
    await router.close()
    process.off('warning', note)
    assert.isEmpty(warnings)
  })
})

function reasonOf(result: PromiseSettledResult<unknown> | undefined): unknown {
  const reason: unknown = result?.status === 'rejected' ? result.reason : undefined
  return reason instanceof RouterApiError ? reason : undefined
}
