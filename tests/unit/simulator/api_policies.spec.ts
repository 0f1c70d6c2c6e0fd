import { test } from '@japa/runner'
import { VirtualRouter } from '../../simulator/virtual_router.js'
import { freshAddress } from './radius_responder.js'
import { RawApiClient } from './raw_api_client.js'

test.group('Simulator | what an API user may do', (group) => {
  let router: VirtualRouter
  const clients: RawApiClient[] = []
  group.each.setup(async () => {
    router = await VirtualRouter.start({
      address: freshAddress(),
      apiUser: 'boss',
      apiPassword: 'x',
    })
    await router.configure(`/user group add name=portico policy=api,read,write,!test,!sensitive,!policy,!ftp,!reboot
/user add name=portico group=portico password=p
/radius add service=hotspot address=127.0.0.1 secret=hush`)
    return async () => {
      for (const one of clients.splice(0)) one.close()
      await router.stop()
    }
  })

  async function client(name = 'portico', password = 'p') {
    const raw = await RawApiClient.connect(router.address)
    clients.push(raw)
    await raw.login(name, password)
    return raw
  }

  test('{words} → {answer}')
    .with([
      { words: ['/ip/pool/print'], answer: 'allowed' },
      { words: ['/ip/pool/add', '=name=p', '=ranges=10.0.0.1'], answer: 'allowed' },
      { words: ['/user/print'], answer: 'allowed' },
      { words: ['/user/add', '=name=evil', '=group=full'], answer: 'not enough permissions (9)' },
      {
        words: ['/user/group/set', '=.id=portico', '=policy=full'],
        answer: 'not enough permissions (9)',
      },
      { words: ['/system/reboot'], answer: 'not enough permissions (9)' },
      { words: ['/tool/fetch', '=url=http://127.0.0.1/'], answer: 'not enough permissions (9)' },
      { words: ['/file/add', '=name=a.txt', '=contents=x'], answer: 'not enough permissions (9)' },
      {
        words: ['/system/script/add', '=name=s', '=policy=read,write', '=source=:put 1'],
        answer: 'allowed',
      },
      {
        words: ['/system/script/add', '=name=s', '=policy=read,policy', '=source=:put 1'],
        answer: 'not enough permissions (9)',
      },
    ])
    .run(async ({ assert }, { words, answer }) => {
      const replies = await (await client()).talk(...words)
      const trap = replies.find((reply) => reply.kind === '!trap')
      assert.equal(trap?.values['message'] ?? 'allowed', answer)
    })

  test('without sensitive no secret is shown, with it they are', async ({ assert }) => {
    const [hidden] = await (await client()).talk('/radius/print')
    assert.notProperty(hidden?.values, 'secret')
    const [shown] = await (await client('boss', 'x')).talk('/radius/print')
    assert.equal(shown?.values['secret'], 'hush')
  })

  test('a group that changes counts for connections already open', async ({ assert }) => {
    const raw = await client()
    await router.configure('/user group set portico policy=api,read')
    const [trap] = await raw.talk('/ip/pool/add', '=name=p', '=ranges=10.0.0.1')
    assert.equal(trap?.values['message'], 'not enough permissions (9)')
  })

  test('a user may be bound to an address, a service too', async ({ assert }) => {
    await router.configure('/user set portico address=10.1.2.3/32')
    await assert.rejects(() => client(), /invalid user name or password/)
    await router.configure('/user set portico address=127.0.0.0/8')
    await client()
    await router.configure('/ip service set api address=10.0.0.0/8')
    const raw = await RawApiClient.connect(router.address)
    await raw.until(() => raw.closed)
    assert.lengthOf(raw.replies, 0)
  })
})

test.group('Simulator | ping and import by the API', (group) => {
  let router: VirtualRouter
  let client: RawApiClient
  group.each.setup(async () => {
    router = await VirtualRouter.start({
      address: freshAddress(),
      apiUser: 'boss',
      apiPassword: 'x',
    })
    client = await RawApiClient.connect(router.address)
    await client.login('boss', 'x')
    return async () => {
      client.close()
      await router.stop()
    }
  })

  test('each ping is a row, and a silent host loses all', async ({ assert }) => {
    const heard = await client.talk('/ping', '=address=192.0.2.1', '=count=3')
    assert.deepEqual(
      heard.slice(0, 3).map((row) => row.values['received']),
      ['1', '2', '3']
    )
    router.names.silence('192.0.2.1')
    const lost = await client.talk('/ping', '=address=192.0.2.1', '=count=1')
    assert.deepInclude(lost[0]?.values, { 'status': 'timeout', 'packet-loss': '100' })
  })

  test('an import that fails is a trap', async ({ assert }) => {
    router.menus.menu('/file').insert({ name: 'a.rsc', contents: '/system identity set name=New' })
    assert.equal((await client.talk('/import', '=file-name=a.rsc'))[0]?.kind, '!done')
    assert.equal(router.identity, 'New')
    router.menus.menu('/file').insert({ name: 'b.rsc', contents: ':error "no"' })
    const [trap] = await client.talk('/import', '=file-name=b.rsc')
    assert.equal(trap?.values['message'], 'Script Error: no (:error; line 1)')
  })
})
