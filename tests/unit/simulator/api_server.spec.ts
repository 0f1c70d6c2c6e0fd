import { createHash } from 'node:crypto'
import { test } from '@japa/runner'
import { challengeResponse } from '../../simulator/api/login.js'
import { VirtualRouter, type VirtualRouterOptions } from '../../simulator/virtual_router.js'
import { freshAddress } from './radius_responder.js'
import { RawApiClient } from './raw_api_client.js'

test.group('Simulator | API server', (group) => {
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

  test('the right password logs in, the wrong one gets the trap and a done', async ({ assert }) => {
    const client = await connect(await start(), false)
    const [trap, done] = await client.talk('/login', '=name=portico', '=password=wrong', '.tag=1')
    assert.equal(trap?.kind, '!trap')
    assert.equal(trap?.values['message'], 'invalid user name or password (6)')
    assert.deepInclude(done, { kind: '!done', tag: '1' })
    assert.equal((await client.talk('/login', '=name=portico', '=password=গোপন'))[0]?.kind, '!done')
  })

  test('a router before 6.43 logs in by challenge', async ({ assert }) => {
    const client = await connect(
      await start({ version: '6.42.12', loginStyle: 'challenge' }),
      false
    )
    const [offer] = await client.talk('/login')
    const challenge = offer?.values['ret'] ?? ''
    const md5 = createHash('md5')
      .update('\0গোপন')
      .update(Buffer.from(challenge, 'hex'))
      .digest('hex')
    const [done] = await client.talk('/login', '=name=portico', `=response=00${md5}`)
    assert.lengthOf(challenge, 32)
    assert.equal(done?.kind, '!done')
    const [again] = await client.talk('/login', '=name=portico', `=response=00${md5}`)
    assert.equal(again?.kind, '!trap')
  })

  test('the documented challenge vector comes out', ({ assert }) => {
    const expected = '0021277bff9ac7caf06aa608e46616d47f'
    assert.equal(challengeResponse('passTest', Buffer.from('abc123', 'hex')), expected)
  })

  test('nothing works before the login', async ({ assert }) => {
    const client = await connect(await start(), false)
    const [fatal] = await client.talk('/system/identity/print')
    assert.deepInclude(fatal, { kind: '!fatal', bare: ['not logged in'] })
    await client.until(() => client.closed)
  })

  test('print answers with rows, proplist, tag and done', async ({ assert }) => {
    const client = await connect(await start({ identity: 'GreenNet' }))
    const replies = await client.talk('/system/identity/print', '.tag=a b')
    assert.deepEqual(
      replies.map(({ kind, tag, values }) => ({ kind, tag, values })),
      [
        { kind: '!re', tag: 'a b', values: { name: 'GreenNet' } },
        { kind: '!done', tag: 'a b', values: {} },
      ]
    )
    const [service] = await client.talk('/ip/service/print', '=.proplist=port,.id', '?name=api')
    assert.deepEqual(Object.keys(service?.values ?? {}), ['port', '.id'])
    assert.equal(service?.values['port'], '8728')
  })

  test('{version}: a print that finds nothing says {kinds}')
    .with([
      { version: '7.20.4', kinds: ['!empty', '!done'] },
      { version: '7.17.2', kinds: ['!done'] },
      { version: '6.49.17', kinds: ['!done'] },
    ])
    .run(async ({ assert }, { version, kinds }) => {
      const client = await connect(await start({ version }))
      const replies = await client.talk('/ip/hotspot/active/print')
      assert.deepEqual(
        replies.map((reply) => reply.kind),
        kinds
      )
    })

  test('{words} is refused with "{message}"')
    .with([
      { words: ['/ip/nonsense/print'], message: 'no such command prefix' },
      { words: ['/ip/hotspot/nonsense'], message: 'no such command' },
      { words: ['/ip/nonsense'], message: 'no such command' },
      {
        words: ['/radius/add', '=service=hotspot', '=address=127.0.0.1', '=colour=red'],
        message: 'unknown parameter colour',
      },
      {
        words: ['/ip/hotspot/active/login', '=address=10.5.50.10'],
        message: 'unknown parameter address',
      },
      {
        words: ['/ip/hotspot/profile/set', '=.id=*1', '=https-redirect=yes'],
        message: 'unknown parameter https-redirect',
      },
      {
        words: ['/ip/dhcp-server/add', '=address-space=192.168.88.0/24'],
        message: 'unknown parameter address-space',
      },
      {
        words: ['/ip/hotspot/profile/set', '=.id=*99', '=use-radius=yes'],
        message: 'no such item (4)',
      },
      { words: ['/ip/hotspot/profile/remove'], message: 'missing =.id=' },
      {
        words: ['/ip/hotspot/profile/set', '=.id=*1', '=login-by=mac,pap'],
        message: 'input does not match any value of login-by',
      },
      { words: ['/ip/firewall/filter/add', '=action=drop'], message: 'missing =chain=' },
      {
        words: ['/ip/firewall/filter/add', '=chain=forward', '=layer7-protocol=x'],
        message: 'input does not match any value of layer7-protocol',
      },
      {
        words: ['/radius/add', '=service=hotspot', '=address=1.2.3.4', '=timeout=3000'],
        message: 'value of timeout out of range (10ms..1m)',
      },
      { words: ['/ip/hotspot/active/print', '=colour=red'], message: 'unknown parameter colour' },
    ])
    .run(async ({ assert }, { words, message }) => {
      const client = await connect(await start())
      const [trap, done] = await client.talk(...words)
      assert.equal(trap?.kind, '!trap')
      assert.equal(trap?.values['message'], message)
      assert.match(trap?.values['category'] ?? '', /^[0-7]$/)
      assert.equal(done?.kind, '!done')
    })

  test('require-message-auth is unknown to routers before 7.15', async ({ assert }) => {
    const words = [
      '/radius/add',
      '=service=hotspot',
      '=address=127.0.0.1',
      '=require-message-auth=no',
    ]
    const old = await connect(await start({ version: '7.14.3' }))
    assert.equal(
      (await old.talk(...words))[0]?.values['message'],
      'unknown parameter require-message-auth'
    )
    const recent = await connect(await start({ version: '7.15' }))
    assert.equal((await recent.talk(...words))[0]?.kind, '!done')
  })

  test('a row is added, changed, found, disabled and removed', async ({ assert }) => {
    const client = await connect(await start())
    const menu = '/ip/hotspot/walled-garden/ip'
    const [added] = await client.talk(
      `${menu}/add`,
      '=action=accept',
      '=dst-host=pay.example',
      '=comment=saas-wg'
    )
    const id = added?.values['ret'] ?? ''
    assert.match(id, /^\*[0-9A-F]+$/)
    await client.talk(`${menu}/set`, `=.id=${id}`, '=dst-port=443', '=protocol=tcp')
    await client.talk(`${menu}/disable`, `=.id=${id}`)
    const [row] = await client.talk(`${menu}/print`, '?comment=saas-wg')
    assert.deepInclude(row?.values, {
      '.id': id,
      'dst-host': 'pay.example',
      'dst-port': '443',
      'disabled': 'true',
    })
    await client.talk(`${menu}/remove`, `=.id=${id}`)
    assert.equal((await client.talk(`${menu}/print`))[0]?.kind, '!empty')
  })

  test('an address list refuses the same entry twice', async ({ assert }) => {
    const client = await connect(await start())
    const words = ['/ip/firewall/address-list/add', '=list=saas-wg', '=address=portal.example']
    assert.equal((await client.talk(...words))[0]?.kind, '!done')
    assert.equal(
      (await client.talk(...words))[0]?.values['message'],
      'failure: already have such entry'
    )
  })

  test('passwords of users are never printed', async ({ assert }) => {
    const client = await connect(await start())
    const rows = await client.talk('/user/print')
    assert.isTrue(rows.some((row) => row.values['name'] === 'portico'))
    assert.isFalse(rows.some((row) => 'password' in row.values))
  })

  test('a group without write may look but not touch', async ({ assert }) => {
    const router = await start()
    await router.configure('/user add name=viewer group=read password=x')
    const client = await connect(router, false)
    await client.login('viewer', 'x')
    assert.equal((await client.talk('/ip/pool/print'))[0]?.kind, '!re')
    const [trap] = await client.talk('/ip/pool/add', '=name=p', '=ranges=10.0.0.1-10.0.0.2')
    assert.equal(trap?.values['message'], 'not enough permissions (9)')
  })

  test('commands with tags may be answered side by side', async ({ assert }) => {
    const client = await connect(await start())
    client.send('/system/identity/print', '.tag=1')
    client.send('/system/resource/print', '.tag=2')
    await client.until(() => client.replies.filter((reply) => reply.kind === '!done').length === 3)
    const dones = client.replies.filter((reply) => reply.kind === '!done').map((reply) => reply.tag)
    assert.sameMembers(dones, [undefined, '1', '2'])
  })

  test('a monitor goes on until it is cancelled', async ({ assert }) => {
    const client = await connect(await start())
    client.send('/radius/incoming/monitor', '.tag=m')
    await client.until(() =>
      client.replies.some((reply) => reply.tag === 'm' && reply.kind === '!re')
    )
    client.send('/cancel', '=tag=m')
    await client.until(() =>
      client.replies.some((reply) => reply.tag === 'm' && reply.kind === '!done')
    )
    const trap = client.replies.find((reply) => reply.kind === '!trap')
    assert.deepInclude(trap?.values, { category: '2', message: 'interrupted' })
  })

  test('a request is understood octet by octet', async ({ assert }) => {
    const client = await connect(await start({ identity: 'Slow' }))
    const before = client.replies.length
    for (const octet of RawApiClient.encode(['/system/identity/print'])) {
      client.sendOctets(Buffer.from([octet]))
      await new Promise((resolve) => setImmediate(resolve))
    }
    await client.until(() => client.replies.length >= before + 2)
    assert.equal(client.replies[before]?.values['name'], 'Slow')
  })
})
