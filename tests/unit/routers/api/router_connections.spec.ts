import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { RouterConnections } from '#routers/api/router_connections'
import {
  RouterConnectionLost,
  RouterTimeout,
  RouterUnreachable,
} from '#routers/api/router_api_errors'
import { DEFAULT_CONNECT_TIMEOUT_MS } from '#routers/api/router_api_target'
import { type RouterSession } from '#routers/api/router_session'
import { ScriptedRouter, type Asked } from './scripted_router.js'

const answering = ({ reply }: Asked) => reply(['!done'])
const ask = (session: RouterSession) => session.run('/system/identity/get')

interface Scene {
  router: ScriptedRouter
  connections: RouterConnections
}

/** A router, and connections that are closed after the test. */
async function scene(
  cleanup: (work: () => Promise<void>) => void,
  limits: ConstructorParameters<typeof RouterConnections>[0] = {},
  script: (asked: Asked) => void = answering
): Promise<Scene> {
  const router = await ScriptedRouter.listen(script)
  const connections = new RouterConnections(limits)
  cleanup(async () => {
    await connections.close()
    await router.close()
  })
  return { router, connections }
}

const errorOf = (work: Promise<unknown>) => work.catch((error: unknown) => error)

test.group('Router connections', () => {
  test('whoever comes, together or later, shares one connection and one login', async ({
    assert,
    cleanup,
  }) => {
    const { router, connections } = await scene(cleanup)
    await Promise.all(Array.from({ length: 20 }, () => connections.use(router.target, ask)))
    await connections.use(router.target, ask)
    assert.lengthOf(router.sockets, 1)
    assert.lengthOf(
      router.asked.filter(([command]) => command === '/login'),
      1
    )
    assert.equal(connections.size, 1)
  })

  test('commands of several borrowers go out one at a time, in the order asked', async ({
    assert,
    cleanup,
  }) => {
    let underWay = 0
    const { router, connections } = await scene(cleanup, {}, ({ reply }) => {
      underWay += 1
      assert.equal(underWay, 1)
      setTimeout(() => {
        underWay -= 1
        reply(['!done'])
      }, 2)
    })
    await connections.use(router.target, ask)
    await Promise.all(
      ['/a', '/b', '/c', '/d'].map((command) =>
        connections.use(router.target, (session) => session.run(command))
      )
    )
    assert.deepEqual(
      router.asked.slice(2).map(([command]) => command),
      ['/a', '/b', '/c', '/d']
    )
  })

  test('another password is another connection', async ({ assert, cleanup }) => {
    const { router, connections } = await scene(cleanup)
    await connections.use(router.target, ask)
    await connections.use({ ...router.target, password: 'changed' }, ask)
    assert.lengthOf(router.sockets, 2)
  })

  test('is closed when nobody used it for a while', async ({ assert, cleanup }) => {
    const { router, connections } = await scene(cleanup, { idleMs: 40 })
    await connections.use(router.target, ask)
    await router.released()
    assert.equal(connections.size, 0)
  })

  test('is not closed under somebody who only thinks', async ({ assert, cleanup }) => {
    const { router, connections } = await scene(cleanup, { idleMs: 20 })
    await connections.use(router.target, async (session) => {
      await sleep(80)
      await ask(session)
    })
    assert.lengthOf(router.sockets, 1)
  })

  test('after a loss the next borrower gets a new one', async ({ assert, cleanup }) => {
    const { router, connections } = await scene(cleanup)
    await connections.use(router.target, ask)
    router.sockets[0]?.resetAndDestroy()
    await sleep(20)
    assert.equal(connections.size, 0)
    await connections.use(router.target, ask)
    assert.lengthOf(router.sockets, 2)
  })

  test('a loss under work is that work’s error, and nobody else’s', async ({ assert, cleanup }) => {
    const { router, connections } = await scene(cleanup, {}, ({ words, socket, reply }) =>
      words[0] === '/fall' ? socket.resetAndDestroy() : reply(['!done'])
    )
    const error = await errorOf(connections.use(router.target, (session) => session.run('/fall')))
    assert.instanceOf(error, RouterConnectionLost)
    assert.propertyVal(error, 'indeterminate', true)
    await connections.use(router.target, ask)
    assert.lengthOf(router.sockets, 2)
  })

  test('a half-open connection is found out by a question, not by a command', async ({
    assert,
    cleanup,
  }) => {
    let vanished = false
    const limits = { probeAfterMs: 10, probeMs: 50 }
    const { router, connections } = await scene(cleanup, limits, (asked) => {
      const isOld = asked.socket === router.sockets[0]
      if (!(vanished && isOld)) answering(asked)
    })
    await connections.use(router.target, ask)
    vanished = true
    await sleep(30)
    const started = performance.now()
    await connections.use(router.target, ask)
    assert.isBelow(performance.now() - started, DEFAULT_CONNECT_TIMEOUT_MS)
    assert.lengthOf(router.sockets, 2)
  })

  test('a hundred signs of life leave no listener behind, and a loss after them is noticed', async ({
    assert,
    cleanup,
  }) => {
    const warnings: Error[] = []
    const note = (warning: Error) => warnings.push(warning)
    process.on('warning', note)
    cleanup(async () => void process.off('warning', note))
    const { router, connections } = await scene(cleanup, { probeAfterMs: -1 })
    for (let i = 0; i < 100; i++) await connections.use(router.target, ask)
    assert.lengthOf(router.sockets, 1)
    assert.isEmpty(warnings)

    router.sockets[0]?.resetAndDestroy()
    await sleep(20)
    assert.equal(connections.size, 0)
    await connections.use(router.target, ask)
    assert.lengthOf(router.sockets, 2)
  })

  test('a failed attempt is tried afresh, not remembered', async ({ assert, cleanup }) => {
    const { router, connections } = await scene(cleanup)
    const gone = { ...router.target, port: 1 }
    for (let i = 0; i < 3; i++) {
      assert.instanceOf(await errorOf(connections.use(gone, ask)), RouterUnreachable)
    }
    assert.equal(connections.size, 0)
  })

  test('at capacity the one that is idle longest makes room', async ({ assert, cleanup }) => {
    const { router: first, connections } = await scene(cleanup, { capacity: 2 })
    const { router: second } = await scene(cleanup)
    const { router: third } = await scene(cleanup)
    await connections.use(first.target, ask)
    await sleep(5)
    await connections.use(second.target, ask)
    await connections.use(third.target, ask)
    await first.released()
    assert.equal(connections.size, 2)
    await connections.use(second.target, ask)
    assert.lengthOf(second.sockets, 1)
  })

  test('at capacity with nobody idle one waits for a turn', async ({ assert, cleanup }) => {
    const { router: first, connections } = await scene(cleanup, { capacity: 1 })
    const { router: second } = await scene(cleanup)
    const events: string[] = []
    await Promise.all([
      connections.use(first.target, async () => {
        await sleep(50)
        events.push('first done')
      }),
      sleep(10).then(() =>
        connections.use(second.target, async (session) => {
          await ask(session)
          events.push('second done')
        })
      ),
    ])
    assert.deepEqual(events, ['first done', 'second done'])
  })

  test('whose turn never comes is told so', async ({ assert, cleanup }) => {
    const { router: first, connections } = await scene(cleanup, { capacity: 1, waitMs: 30 })
    const { router: second } = await scene(cleanup)
    const held = connections.use(first.target, () => sleep(150))
    const error = await errorOf(connections.use(second.target, ask))
    await held
    assert.instanceOf(error, RouterUnreachable)
    assert.propertyVal(error, 'reason', 'busy')
    assert.lengthOf(second.sockets, 0)
  })

  test('work that takes too long gets no further command', async ({ assert, cleanup }) => {
    const { router, connections } = await scene(cleanup)
    const error = await errorOf(
      connections.use(
        router.target,
        async (session) => {
          for (;;) {
            await ask(session)
            await sleep(5)
          }
        },
        60
      )
    )
    assert.instanceOf(error, RouterTimeout)
    await connections.use(router.target, ask)
    assert.lengthOf(router.sockets, 1, 'the connection is not to blame')
  })

  test('a session kept after its work is of no use', async ({ assert, cleanup }) => {
    const { router, connections } = await scene(cleanup)
    const kept = await connections.use(router.target, async (session) => session)
    assert.instanceOf(await errorOf(ask(kept)), RouterConnectionLost)
    assert.lengthOf(router.asked, 1, 'only the login')
  })

  test('closing rejects what is under way and lets go of every socket', async ({
    assert,
    cleanup,
  }) => {
    const { router, connections } = await scene(cleanup, {}, () => {})
    const pending = errorOf(connections.use(router.target, ask))
    await sleep(30)
    await connections.close()
    await router.released()
    assert.instanceOf(await pending, RouterConnectionLost)
    const after = await errorOf(connections.use(router.target, ask))
    assert.instanceOf(after, RouterConnectionLost)
    assert.match(String(after), /stopping/)
  })

  test('work’s own error passes and leaves the connection standing', async ({
    assert,
    cleanup,
  }) => {
    const { router, connections } = await scene(cleanup)
    const mine = new Error('mine')
    const error = await errorOf(connections.use(router.target, () => Promise.reject(mine)))
    assert.strictEqual(error, mine)
    assert.equal(connections.size, 1)
  })
})
