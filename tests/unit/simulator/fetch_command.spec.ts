import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { test } from '@japa/runner'
import { VirtualRouter } from '../../simulator/virtual_router.js'
import { freshAddress } from './radius_responder.js'

interface Heard {
  method: string | undefined
  headers: IncomingMessage['headers']
  body: string
}

test.group('Simulator | /tool fetch', (group) => {
  let router: VirtualRouter
  let site: Server
  let port: number
  let heard: Heard[]

  group.each.setup(async () => {
    router = await VirtualRouter.start({ address: freshAddress() })
    heard = []
    site = createServer((incoming, response) => {
      let body = ''
      incoming.on('data', (part: Buffer) => (body += part.toString()))
      incoming.on('end', () => {
        heard.push({ method: incoming.method, headers: incoming.headers, body })
        const moved = incoming.url === '/moved'
        if (moved) response.writeHead(302, { location: '/here' })
        else if (incoming.url === '/gone') response.writeHead(404)
        else if (incoming.url === '/busy') response.writeHead(503)
        response.end(`answer to ${incoming.url}`)
      })
    })
    port = await listen(site)
    return async () => {
      await router.stop()
      site.closeAllConnections()
      site.close()
    }
  })

  async function listen(server: Server): Promise<number> {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const bound = server.address()
    return typeof bound === 'object' && bound !== null ? bound.port : 0
  }

  const say = async (line: string) => (await router.configure(line)).at(-1)?.output ?? ''

  test('data and headers are posted, and the answer lands in a variable', async ({ assert }) => {
    const answer = await say(`{ :local r [/tool fetch url="http://portal.localhost:${port}/x" \\
      http-method=post http-data="{\\"a\\":1}" output=user as-value \\
      http-header-field="Content-Type:application/json,X-Two:a\\\\,b"]
      :put ($r->"data"); :put ($r->"status") }`)
    assert.equal(answer, 'answer to /x\nfinished')
    assert.deepInclude(heard[0], { method: 'POST', body: '{"a":1}' })
    assert.equal(heard[0]?.headers['content-type'], 'application/json')
    assert.equal(heard[0]?.headers['x-two'], 'a,b')
    assert.equal(heard[0]?.headers.host, `portal.localhost:${port}`)
  })

  test('a file is named after the url or by dst-path, or not kept', async ({ assert }) => {
    const base = `http://portal.localhost:${port}`
    await say(
      `/tool fetch url="${base}/a.rsc"; /tool fetch url="${base}/b" dst-path=hotspot/c.html`
    )
    await say(`/tool fetch url="${base}/none.txt" output=none`)
    const names = router.menus.rows('/file').map((row) => row['name'])
    assert.includeMembers(names, ['a.rsc', 'hotspot/c.html'])
    assert.notInclude(names, 'none.txt')
  })

  test('{path} is told as "{words}"')
    .with([
      { path: 'gone', words: 'failure: closing connection: <404 Not Found> 127.0.0.1:PORT (4)' },
      {
        path: 'busy',
        words: 'failure: closing connection: <503 Service Unavailable> 127.0.0.1:PORT (4)',
      },
    ])
    .run(async ({ assert }, { path, words }) => {
      const output = await say(`/tool fetch url="http://portal.localhost:${port}/${path}"`)
      assert.equal(output, words.replace('PORT', String(port)))
    })

  test('a redirect is followed', async ({ assert }) => {
    const url = `http://portal.localhost:${port}/moved`
    assert.equal(
      await say(`:put ([/tool fetch url="${url}" output=user as-value]->"data")`),
      'answer to /here'
    )
  })

  test('{line} is refused: {words}')
    .with([
      { line: '/tool fetch url=http://nowhere.invalid/', words: 'failure: resolving error' },
      {
        line: '/tool fetch url=http://127.0.0.1:1/',
        words: 'failure: closing connection: <connection failed> 127.0.0.1:1 (4)',
      },
      { line: '/tool fetch url=gopher://127.0.0.1/', words: 'failure: unsupported url protocol' },
      {
        line: '/tool fetch url=http://127.0.0.1/ output=screen',
        words: 'input does not match any value of output',
      },
      {
        line: '/tool fetch url=http://127.0.0.1/ colour=red',
        words: 'expected end of command (line 1 column 35)',
      },
      { line: '/tool fetch', words: 'missing value(s) of argument(s) url' },
    ])
    .run(async ({ assert }, { line, words }) => {
      router.names.set('nowhere.invalid', [])
      assert.equal(await say(line), words)
    })

  test('certificates are checked only when asked, against the trusted ones', async ({ assert }) => {
    const pair = await router.certificates.own('site', 'portal.localhost', 'DNS:portal.localhost')
    const secure = createSecureServer(
      { key: pair.key, cert: pair.certificate },
      (_incoming, response) => response.end('secret page')
    )
    const url = `https://portal.localhost:${await listen(secure)}/page`
    const fetch = (more: string) =>
      say(`:put ([/tool fetch url="${url}" output=user as-value ${more}]->"data")`)
    assert.equal(await fetch(''), 'secret page')
    assert.equal(
      await fetch('check-certificate=yes'),
      'failure: ssl: no trusted CA certificate found (6)'
    )
    await say('/certificate set [find name=site] trusted=yes')
    assert.equal(await fetch('check-certificate=yes'), 'secret page')
    secure.closeAllConnections()
    secure.close()
  })

  test('device-mode can forbid it, and an import says where it stopped', async ({ assert }) => {
    const home = await VirtualRouter.start({
      address: freshAddress(),
      deviceMode: { mode: 'home' },
    })
    home.menus
      .menu('/file')
      .insert({ name: 's.rsc', contents: `\n/tool fetch url=http://127.0.0.1:${port}/` })
    const [reply] = await home.configure('/import s.rsc')
    assert.equal(
      reply?.output,
      'Script Error: failure: not allowed by device-mode (/tool/fetch; line 2)'
    )
    assert.lengthOf(heard, 0)
    await home.stop()
  })
})
