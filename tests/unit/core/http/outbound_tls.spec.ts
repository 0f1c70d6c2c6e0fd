import { createServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

import { test } from '@japa/runner'

import { OutboundRefused, OutboundUnknown } from '#core/http/outbound_errors'
import { outboundHttp } from '#core/http/outbound_request'

import { selfSigned } from './self_signed.js'

/** A TLS server that answers, hangs up or stays silent, by path. */
async function tlsServer(pair: { key: string; cert: string }) {
  const received: string[] = []
  const sockets = new Set<Duplex>()
  const server = createServer(pair, (request, response) => {
    received.push(request.url ?? '')
    if (request.url === '/answer') response.end('ok')
    if (request.url === '/drop') request.socket.destroy()
  })
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, resolve))

  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const close = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return { url: `https://localhost:${port}`, received, close }
}

function trust(cert: string): () => void {
  const before = getCACertificates('default')
  setDefaultCACertificates([...before, cert])
  return () => setDefaultCACertificates(before)
}

function call(url: string, deadlineSeconds: number): Promise<unknown> {
  return outboundHttp({ deadlineSeconds })
    .send({ name: 'pay', method: 'POST', url, body: '{}' })
    .catch((error: unknown) => error)
}

test.group('Outbound request over TLS', () => {
  test('tells a lost answer from a request that never left', async ({ assert, cleanup }) => {
    const pair = selfSigned()
    const server = await tlsServer(pair)
    cleanup(server.close)

    const distrusted = await call(`${server.url}/answer`, 20)
    assert.instanceOf(distrusted, OutboundRefused)
    assert.match(String(distrusted), /SELF_SIGNED/)
    assert.lengthOf(server.received, 0)

    cleanup(trust(pair.cert))
    assert.containsSubset(await call(`${server.url}/answer`, 20), { status: 200, text: 'ok' })
    assert.instanceOf(await call(`${server.url}/drop`, 20), OutboundUnknown)
    assert.instanceOf(await call(`${server.url}/silence`, 0.8), OutboundUnknown)
    assert.deepEqual(server.received, ['/answer', '/drop', '/silence'])
  })
})
