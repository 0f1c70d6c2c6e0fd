import { once } from 'node:events'
import { connect as connectPlain } from 'node:net'
import { connect } from 'node:tls'
import { test } from '@japa/runner'
import { VirtualRouter, type VirtualRouterOptions } from '../../simulator/virtual_router.js'
import { freshAddress } from './radius_responder.js'
import { RawApiClient } from './raw_api_client.js'

test.group('Simulator | api-ssl', (group) => {
  let running: VirtualRouter | undefined
  group.each.teardown(async () => {
    await running?.stop()
    running = undefined
  })

  async function start(options: Partial<VirtualRouterOptions> = {}) {
    running = await VirtualRouter.start({ address: freshAddress(), ...options })
    return running
  }

  /** What an ordinary TLS client finds on port 8729. */
  async function handshake(router: VirtualRouter, ca?: string): Promise<string> {
    const checks =
      ca === undefined ? { rejectUnauthorized: false } : { ca, rejectUnauthorized: true }
    const socket = connect({ host: router.address, port: 8729, ...checks })
    try {
      await once(socket, 'secureConnect')
      socket.write(RawApiClient.encode(['/login', '=name=admin', '=password=']))
      const [answer]: unknown[] = await once(socket, 'data')
      return Buffer.isBuffer(answer) ? answer.toString('latin1') : ''
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}` : 'failed'
    } finally {
      socket.destroy()
    }
  }

  test('with a certificate of its own it answers, and the certificate can be checked', async ({
    assert,
  }) => {
    const router = await start({ apiSslCertificate: 'self-signed' })
    assert.include(await handshake(router), '!done')
    const pair = router.certificates.pairOf('api-ssl')
    assert.include(await handshake(router, pair?.certificate), '!done')
  })

  test('without a certificate an ordinary client gets no handshake', async ({ assert }) => {
    assert.match(await handshake(await start()), /handshake failure|no shared cipher|alert/i)
  })

  test('a certificate added, signed and set brings it to life', async ({ assert }) => {
    const router = await start()
    const replies =
      await router.configure(`/certificate add name=web common-name=router key-size=prime256v1
/certificate sign web
/ip service set api-ssl certificate=web tls-version=only-1.2`)
    assert.deepEqual(
      replies.filter((one) => one.failed),
      []
    )
    assert.include(await handshake(router), '!done')
  })

  test('TLS to the plain port is closed, plain words to the TLS port too', async ({ assert }) => {
    const router = await start({ apiSslCertificate: 'self-signed' })
    const socket = connectPlain(8729, router.address)
    socket.on('error', () => undefined)
    socket.write(RawApiClient.encode(['/login', '=name=admin', '=password=']))
    socket.resume()
    await once(socket, 'close')
    const secure = connect({ host: router.address, port: 8728, rejectUnauthorized: false })
    await assert.rejects(() => once(secure, 'secureConnect'))
  })

  test('a service that is disabled refuses connections', async ({ assert }) => {
    const router = await start({ apiSslCertificate: 'self-signed' })
    await router.configure('/ip service disable api-ssl')
    assert.include(await handshake(router), 'ECONNREFUSED')
    assert.equal(router.apiSsl.port, 0)
  })
})
