import { test } from '@japa/runner'
import { VirtualRouter, type VirtualRouterOptions } from '../../simulator/virtual_router.js'
import { freshAddress } from './radius_responder.js'
import { RawApiClient } from './raw_api_client.js'

test.group('Simulator | API server in trouble', (group) => {
  const running: VirtualRouter[] = []
  const clients: RawApiClient[] = []

  group.each.teardown(async () => {
    for (const client of clients.splice(0)) client.close()
    for (const router of running.splice(0)) await router.stop()
  })

  async function start(options: Partial<VirtualRouterOptions> = {}) {
    const access = { apiUser: 'portico', apiPassword: 'গোপন' }
    const router = await VirtualRouter.start({ address: freshAddress(), ...access, ...options })
    running.push(router)
    return router
  }

  async function connect(router: VirtualRouter, login = true) {
    const client = await RawApiClient.connect(router.address)
    clients.push(client)
    if (login) await client.login('portico', 'গোপন')
    return client
  }

  test('faults: replies split at every octet still say the same', async ({ assert }) => {
    const router = await start({ identity: 'Split' })
    const client = await connect(router)
    router.faults.splitEveryByte = true
    client.pieces.length = 0
    const [row] = await client.talk('/system/identity/print')
    assert.equal(row?.values['name'], 'Split')
    assert.isAbove(client.pieces.length, 3)
  })

  test('faults: silence, a cut reply, a fatal, a delay', async ({ assert }) => {
    const router = await start()
    const cut = await connect(router)
    router.faults.closeMidReply = true
    const had = cut.replies.length
    cut.send('/system/identity/print')
    await cut.until(() => cut.closed)
    assert.lengthOf(cut.replies, had)
    router.faults.closeMidReply = false

    const slow = await connect(router)
    router.faults.delayMs = 60
    const started = performance.now()
    await slow.talk('/system/identity/print')
    assert.isAtLeast(performance.now() - started, 100)
    router.faults.delayMs = 0

    const doomed = await connect(router)
    router.faults.fatal = 'too many connections'
    const [fatal] = await doomed.talk('/system/identity/print', '.tag=9')
    assert.deepInclude(fatal, { kind: '!fatal', tag: undefined, bare: ['too many connections'] })
    await doomed.until(() => doomed.closed)
    router.faults.fatal = undefined

    router.faults.silent = true
    const mute = await connect(router, false)
    mute.send('/login', '=name=portico', '=password=গোপন')
    await new Promise((resolve) => setTimeout(resolve, 100))
    assert.isEmpty(mute.replies)
    assert.isFalse(mute.closed)
  })

  test('the service moves, closes and admits as /ip/service says', async ({ assert }) => {
    const router = await start()
    await router.configure('/ip service set api port=8777')
    const moved = await RawApiClient.connect(router.address, 8777)
    clients.push(moved)
    await assert.rejects(() => RawApiClient.connect(router.address))
    await router.configure('/ip service set api address=10.0.0.0/8')
    const stranger = await RawApiClient.connect(router.address, 8777)
    await stranger.until(() => stranger.closed)
    await router.configure('/ip service disable api')
    await assert.rejects(() => RawApiClient.connect(router.address, 8777))
  })

  test('a reboot cuts the connection and starts the uptime anew', async ({ assert }) => {
    const router = await start()
    await router.clock.advance(3600)
    const client = await connect(router)
    const [before] = await client.talk('/system/resource/print')
    assert.match(before?.values['uptime'] ?? '', /^1h/)
    client.send('/system/reboot')
    await client.until(() => client.closed)
    const fresh = await connect(router)
    const [after] = await fresh.talk('/system/resource/print')
    assert.notMatch(after?.values['uptime'] ?? '', /h/)
  })
})
