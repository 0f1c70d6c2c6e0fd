import { createServer } from 'node:net'

import { test } from '@japa/runner'

import { formPost, jsonPost } from '#core/http/outbound_body'
import { OutboundRefused, OutboundUnknown } from '#core/http/outbound_errors'
import { outboundHttp } from '#core/http/outbound_request'

import { answer, drop, scriptedServer, silence, slowBody, type Step } from './scripted_server.js'

const http = outboundHttp({ deadlineSeconds: 20, maxOctets: 1000 })
const hasty = outboundHttp({ deadlineSeconds: 0.4 })
const SECRET = 'sekret-in-everything'

async function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => null,
    (error: unknown) => error
  )
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

test.group('Outbound request', () => {
  test('hands back status, headers and text of whatever is answered', async ({
    assert,
    cleanup,
  }) => {
    const server = await scriptedServer(answer(418, '{"tea":"৳"}'))
    cleanup(server.close)

    const reply = await http.send({ name: 'tea', method: 'GET', url: `${server.url}/pot` })

    assert.equal(reply.status, 418)
    assert.isFalse(reply.isSuccess)
    assert.equal(reply.headers['content-type'], 'application/json')
    assert.deepEqual(reply.json(), { tea: '৳' })
  })

  test('says undefined, not an error, of a body that is no JSON', async ({ assert, cleanup }) => {
    const server = await scriptedServer(answer(200, '<html>', 'text/html'))
    cleanup(server.close)

    const reply = await http.send({ name: 'page', method: 'GET', url: server.url })
    assert.isUndefined(reply.json())
    assert.equal(reply.text, '<html>')
  })

  test('sends JSON and forms with their length in octets', async ({ assert, cleanup }) => {
    const server = await scriptedServer(answer(200, 'ok'))
    cleanup(server.close)

    await http.send(jsonPost('json', server.url, { note: '৳' }, { 'x-app': '1' }))
    await http.send(formPost('form', server.url, { note: 'a&b=৳' }))

    const [json, form] = server.received
    assert.equal(json?.body, '{"note":"৳"}')
    assert.equal(json?.headers['content-length'], '14')
    assert.equal(json?.headers['x-app'], '1')
    assert.equal(form?.body, 'note=a%26b%3D%E0%A7%B3')
    assert.equal(form?.headers['content-type'], 'application/x-www-form-urlencoded')
  })

  test('does not follow redirects', async ({ assert, cleanup }) => {
    const server = await scriptedServer((_, response) => {
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    cleanup(server.close)

    const reply = await http.send({ name: 'moved', method: 'GET', url: server.url })
    assert.equal(reply.status, 302)
    assert.lengthOf(server.received, 1)
  })

  const half: Step = (_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half')
    setTimeout(() => response.socket?.destroy(), 20)
  }
  const trickle: Step = (_, response) => {
    response.writeHead(200)
    const timer = setInterval(() => response.write('x'), 50)
    response.on('close', () => clearInterval(timer))
  }
  const garbage: Step = (_, response) => {
    response.socket?.end('this is not HTTP\r\n\r\n')
  }

  test('cannot know what became of a request that meets {name}')
    .with([
      { name: 'silence', script: silence, via: hasty, says: /no answer within 0.4 s/ },
      { name: 'a stuck body', script: slowBody, via: hasty, says: /no answer within 0.4 s/ },
      { name: 'a trickling body', script: trickle, via: hasty, says: /no answer within 0.4 s/ },
      { name: 'a dropped connection', script: drop, via: http, says: /ECONNRESET/ },
      { name: 'half a body', script: half, via: http, says: /ECONNRESET/ },
      {
        name: 'an oversized body',
        script: answer(200, 'x'.repeat(1001)),
        via: http,
        says: /1000 octets/,
      },
      { name: 'something that is not HTTP', script: garbage, via: http, says: /HPE_/ },
    ])
    .run(async ({ assert, cleanup }, { script, via, says }) => {
      const server = await scriptedServer(script)
      cleanup(server.close)
      const url = `${server.url}/${SECRET}?key=${SECRET}`

      const error = await failure(via.send(jsonPost('the call', url, { SECRET }, { key: SECRET })))

      assert.instanceOf(error, OutboundUnknown)
      assert.match(String(error), says)
      assert.match(String(error), /the call: .*127\.0\.0\.1/)
      assert.notInclude(JSON.stringify(error) + String(error), SECRET)
      assert.lengthOf(server.received, 1)
    })

  test('knows that nothing was sent to {name}')
    .with([
      { name: 'a closed port', url: async () => `http://127.0.0.1:${await closedPort()}/` },
      { name: 'a name that is not there', url: async () => 'http://gateway.invalid/' },
      { name: 'no URL at all', url: async () => `${SECRET} ` },
      { name: 'another protocol', url: async () => `ftp://127.0.0.1/${SECRET}` },
    ])
    .run(async ({ assert }, { url }) => {
      const error = await failure(http.send({ name: 'the call', method: 'GET', url: await url() }))
      assert.instanceOf(error, OutboundRefused)
      assert.notInclude(String(error), SECRET)
    })

  test('knows that nothing was sent where TLS never came up', async ({ assert, cleanup }) => {
    const server = await scriptedServer(answer(200, 'plain'))
    cleanup(server.close)

    const url = server.url.replace('http:', 'https:')
    const error = await failure(http.send({ name: 'tls', method: 'POST', url, body: SECRET }))

    assert.instanceOf(error, OutboundRefused)
    assert.lengthOf(server.received, 0)
  })

  test('refuses headers that would break the request, without quoting them', async ({ assert }) => {
    const headers = { password: `${SECRET}\r\nx-forged: 1` }
    const call = http.send({ name: 'the call', method: 'GET', url: 'http://127.0.0.1:9/', headers })
    const error = await failure(call)
    assert.instanceOf(error, OutboundRefused)
    assert.notInclude(JSON.stringify(error) + String(error), SECRET)
  })

  test('uses a connection of its own for each request', async ({ assert, cleanup }) => {
    const ports: unknown[] = []
    const server = await scriptedServer((_, response) => {
      ports.push(response.socket?.remotePort)
      response.end('ok')
    })
    cleanup(server.close)

    for (const name of ['first', 'second'])
      await http.send({ name, method: 'GET', url: server.url })
    assert.notEqual(ports[0], ports[1])
  })
})
