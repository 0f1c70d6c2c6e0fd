import { createServer } from 'node:http'
import { once } from 'node:events'
import { test } from '@japa/runner'
import { VirtualRouter } from '../../simulator/virtual_router.js'
import { freshAddress } from './radius_responder.js'

test.group('Simulator | terminal', (group) => {
  let router: VirtualRouter
  group.each.setup(async () => {
    router = await VirtualRouter.start({ address: freshAddress() })
    return () => router.stop()
  })

  const outputs = async (lines: string) =>
    (await router.configure(lines)).map((reply) => reply.output)

  test('a paste with entered menus, continuations, comments and quotes fills the menus', async ({
    assert,
  }) => {
    const replies = await router.configure(`
# Add the RADIUS server
/radius
add service=hotspot \\
    address=127.0.0.1 \\
    secret="a # b \\"c\\" = d" \\
    timeout=3s   # seconds

/radius incoming
set accept=yes port=3799
/ip hotspot profile set [find default=yes] login-by=mac,http-pap use-radius=yes
/ip/hotspot/profile/set [ find where name="default" ] mac-auth-mode=mac-as-username-and-password
/system identity set name="Green Net"; /ip dns set allow-remote-requests=yes
`)
    assert.deepEqual(
      replies.filter((reply) => reply.failed),
      []
    )
    const [row] = router.menus.rows('/radius')
    assert.deepInclude(row, { secret: 'a # b "c" = d', address: '127.0.0.1', timeout: '3s' })
    assert.deepInclude(router.menus.settings('/radius/incoming'), { accept: 'true', port: '3799' })
    const [profile] = router.menus.rows('/ip/hotspot/profile')
    assert.deepInclude(profile, {
      'login-by': 'mac,http-pap',
      'use-radius': 'true',
      'mac-auth-mode': 'mac-as-username-and-password',
    })
    assert.equal(router.identity, 'Green Net')
    assert.equal(router.menus.settings('/ip/dns')['allow-remote-requests'], 'true')
  })

  test('{line} answers "{answer}"')
    .with([
      { line: '/ip hotspot foo', answer: 'bad command name foo (line 1 column 13)' },
      { line: '/ip/hotspt/profile/print', answer: 'bad command name hotspt (line 1 column 5)' },
      { line: 'hello', answer: 'bad command name hello (line 1 column 1)' },
      { line: '/radius test server=x', answer: 'bad command name test (line 1 column 9)' },
      {
        line: '/ip dhcp-server add name=x address-space=10.0.0.0/24',
        answer: 'expected end of command (line 1 column 28)',
      },
      {
        line: '/ip hotspot profile set default login-by=mac-only',
        answer: 'input does not match any value of login-by',
      },
      {
        line: '/ip hotspot set hotspot1 profile=nowhere',
        answer: 'input does not match any value of profile',
      },
      { line: '/ip hotspot profile set nobody use-radius=yes', answer: 'no such item' },
      { line: '/radius add service=hotspot', answer: 'missing value(s) of argument(s) address' },
      {
        line: '/ip address add address=banana interface=ether1',
        answer: 'invalid value for argument address',
      },
      {
        line: '/ip pool add name=hs-pool ranges=10.0.0.2-10.0.0.9',
        answer: 'failure: pool with such name exists',
      },
      { line: '/system identity set name="open', answer: 'syntax error (line 1 column 32)' },
      { line: '/system identity print', answer: '  name: MikroTik' },
      { line: '/ip hotspot walled-garden print count-only', answer: '0' },
      { line: '/ip hotspot user remove [find name=nobody]', answer: '' },
    ])
    .run(async ({ assert }, { line, answer }) => {
      assert.deepEqual(await outputs(line), [answer])
    })

  test('a failing line does not stop the ones after it', async ({ assert }) => {
    const replies = await router.configure('/nonsense here\n/system identity set name=After')
    assert.deepEqual(
      replies.map((reply) => reply.failed),
      [true, false]
    )
    assert.equal(router.identity, 'After')
  })

  test('items are found by condition, number and name', async ({ assert }) => {
    await router.configure(`/ip hotspot walled-garden
add dst-host=a.example comment=saas-wg
add dst-host=b.example comment=other
add dst-host=c.example comment=saas-wg-2`)
    await router.configure('/ip hotspot walled-garden disable [find comment~"^saas-wg"]')
    await router.configure('/ip hotspot walled-garden set 1 dst-host=bb.example')
    const rows = router.menus.rows('/ip/hotspot/walled-garden')
    assert.deepEqual(
      rows.map((row) => [row['dst-host'], row['disabled']]),
      [
        ['a.example', 'true'],
        ['bb.example', 'false'],
        ['c.example', 'true'],
      ]
    )
    await router.configure('/ip hotspot walled-garden remove [find where comment="saas-wg"]')
    assert.lengthOf(router.menus.rows('/ip/hotspot/walled-garden'), 2)
  })

  test('print does not show a RADIUS secret unless asked', async ({ assert }) => {
    await router.configure('/radius add service=hotspot address=127.0.0.1 secret=hush')
    assert.notInclude((await outputs('/radius print')).join(), 'hush')
    assert.include((await outputs('/radius print show-sensitive')).join(), 'secret=hush')
  })

  test('fetch really fetches, and import runs what it brought', async ({ assert }) => {
    const pages: Record<string, string> = {
      '/login.html':
        '<meta http-equiv="refresh" content="0;url=http://portal.test/?mac=$(mac-esc)">',
      '/setup.rsc': '/system identity set name=Imported\n',
    }
    const server = createServer((incoming, response) => {
      const page = pages[incoming.url ?? '']
      response.writeHead(page === undefined ? 404 : 200).end(page)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const bound = server.address()
    const base = `http://portal.localhost:${typeof bound === 'object' ? bound?.port : 0}`
    try {
      const replies =
        await router.configure(`/tool fetch url="${base}/login.html" dst-path=hotspot/login.html
/tool/fetch url=${base}/setup.rsc
/import setup.rsc
/import file-name=missing.rsc
/tool fetch url=${base}/nothing`)
      assert.include(replies[0]?.output, 'status: finished')
      const file = router.menus.rows('/file').find((row) => row['name'] === 'hotspot/login.html')
      assert.equal(file?.['contents'], pages['/login.html'])
      assert.equal(router.identity, 'Imported')
      assert.deepInclude(replies[3], { failed: true, output: 'no such item' })
      const where = base.replace('http://portal.localhost', '127.0.0.1')
      assert.deepInclude(replies[4], {
        failed: true,
        output: `failure: closing connection: <404 Not Found> ${where} (4)`,
      })
    } finally {
      server.close()
    }
  })
})
