import { createServer } from 'node:tls'
import { once } from 'node:events'
import { test } from '@japa/runner'
import { selfSigned } from '#tests/unit/core/http/self_signed'
import RouterCommand from '#routers/commands/router_command'
import RadiusClient from '#routers/registration/radius_client'
import Router from '#routers/router'
import { eventually } from '#tests/support/eventually'
import { errorAt, noticeOf, text } from '#tests/support/forms'
import { connectRouter, openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'

const pageOf = ({ id }: Router) => `/dashboard/routers/${id}`

async function scene() {
  const isp = await openIsp({ packages: false, gateways: false })
  return { isp, operator: await operatorOf(isp) }
}

const fresh = (isp: Isp, { id }: Router) => isp.inside(() => Router.findOrFail(id))

/** Something with a certificate at the router's API port over TLS; nobody logs in there. */
async function tlsAt(address: string, port: number) {
  const heard: Buffer[] = []
  const server = createServer(selfSigned(), (socket) => {
    socket.on('data', (octets: Buffer) => heard.push(octets)).on('error', () => socket.destroy())
    socket.end(Buffer.from('06212f646f6e6500', 'hex'))
  })
  server.on('tlsClientError', () => {})
  server.listen(port, address)
  await once(server, 'listening')
  const close = async () => {
    server.close()
    await once(server, 'close')
  }
  return { heard, close }
}

test.group('Router access | The form', () => {
  test('keeps another API name and TLS, and shows them', async ({ assert }) => {
    const { isp, operator } = await scene()
    const router = await registerRouter(isp)
    await operator.submit(
      `${pageOf(router)}/edit`,
      { api_host: 'router1.isp.example', api_tls: '1', api_port: '8729' },
      pageOf(router)
    )
    const saved = await fresh(isp, router)
    assert.deepInclude(
      { host: saved.apiHost, tls: saved.apiTls, port: saved.apiPort },
      { host: 'router1.isp.example', tls: true, port: 8729 }
    )
    const page = text((await operator.get(pageOf(router))).body)
    assert.include(page, 'router1.isp.example:8729 encrypted (TLS)')

    await operator.submit(
      `${pageOf(router)}/edit`,
      { api_host: '', api_tls: undefined, api_port: '8728' },
      pageOf(router)
    )
    const back = await fresh(isp, router)
    assert.deepEqual([back.apiHost, back.apiTls, back.apiPort], [null, false, 8728])
  })

  test('refuses {$self} as the API’s address')
    .with([
      'http://router1.isp.example',
      'router1.isp.example/',
      'router1 isp',
      '-router',
      '10.0.0.5',
      '127.0.0.1',
      '169.254.169.254',
      '192.168.88.1',
      '::1',
      'fd00::1',
    ])
    .run(async ({ assert }, host) => {
      const { isp, operator } = await scene()
      const router = await registerRouter(isp)
      const page = await operator.submit(
        `${pageOf(router)}/edit`,
        { api_host: host },
        pageOf(router)
      )
      assert.isNotEmpty(errorAt(page, 'api_host'))
      assert.isNull((await fresh(isp, router)).apiHost)
    })

  test('a name that leads back to us is refused when it is connected to: {$self}')
    .with(['localhost', 'ip6-localhost'])
    .run(async ({ assert }, host) => {
      const { isp, operator } = await scene()
      const router = await registerRouter(isp)
      await operator.submit(`${pageOf(router)}/edit`, { api_host: host }, pageOf(router))
      const page = await operator.submit(pageOf(router), {}, `${pageOf(router)}/check`)
      assert.match(noticeOf(page), /private or reserved network|not known in DNS/)
      assert.notMatch(noticeOf(page), /127\.0\.0\.1|::1/)
    })

  test('an address of another ISP’s router is refused, and nothing is told of it', async ({
    assert,
  }) => {
    const { isp: other } = await scene()
    const theirs = await registerRouter(other)
    const { isp, operator } = await scene()
    const mine = await registerRouter(isp)
    const page = await operator.submit(
      `${pageOf(mine)}/edit`,
      { address: theirs.address, identity: theirs.identity },
      pageOf(mine)
    )
    assert.include(errorAt(page, 'address') ?? '', 'in use already')
    assert.notInclude(page.body, other.tenant.name)
    assert.equal((await fresh(isp, mine)).address, mine.address)

    const same = await operator.submit(
      `${pageOf(mine)}/edit`,
      { identity: theirs.identity },
      pageOf(mine)
    )
    assert.include(noticeOf(same), 'is saved', 'two ISPs may call their routers the same')
  })
})

test.group('Router access | The certificate', () => {
  test('is remembered when first seen, refused when changed, accepted by a person', async ({
    assert,
    cleanup,
  }) => {
    const { isp, operator } = await scene()
    const router = await registerRouter(isp)
    await operator.submit(
      `${pageOf(router)}/edit`,
      { api_tls: '1', api_port: '8729' },
      pageOf(router)
    )
    await isp.inside(() =>
      Router.query()
        .where('id', router.id)
        .update({ apiCertificate: 'a'.repeat(64) })
    )
    const impostor = await tlsAt(router.address, 8729)
    cleanup(impostor.close)

    const refused = await operator.submit(pageOf(router), {}, `${pageOf(router)}/check`)
    assert.match(noticeOf(refused), /shows the certificate .* accept the new one on its page/)
    assert.isEmpty(impostor.heard, 'no password was sent')
    const { apiCertificateSeen: seen } = await fresh(isp, router)
    assert.match(seen ?? '', /^[0-9a-f]{64}$/)

    const accept = `${pageOf(router)}/certificate`
    const stale = await operator.submit(pageOf(router), { certificate: 'b'.repeat(64) }, accept)
    assert.include(noticeOf(stale), 'yet another certificate')
    const accepted = await operator.submit(pageOf(router), {}, accept)
    assert.include(noticeOf(accepted), 'by its new certificate')
    const after = await fresh(isp, router)
    assert.deepEqual([after.apiCertificate, after.apiCertificateSeen], [seen, null])
  })

  test('is forgotten when the API moves', async ({ assert }) => {
    const { isp, operator } = await scene()
    const router = await registerRouter(isp)
    await isp.inside(() =>
      Router.query()
        .where('id', router.id)
        .update({ apiCertificate: 'a'.repeat(64) })
    )
    await operator.submit(`${pageOf(router)}/edit`, { name: 'Renamed' }, pageOf(router))
    assert.isNotNull((await fresh(isp, router)).apiCertificate)
    await operator.submit(`${pageOf(router)}/edit`, { api_port: '8730' }, pageOf(router))
    assert.isNull((await fresh(isp, router)).apiCertificate)
  })
})

test.group('Router access | The RADIUS secret', () => {
  test('is changed at the router, then at RADIUS', async ({ assert, cleanup }) => {
    const { isp, operator } = await scene()
    const { router, virtual } = await connectRouter(isp)
    cleanup(() => virtual.stop())
    const before = router.secret(isp.tenant.id)

    const page = await operator.submit(pageOf(router), {}, `${pageOf(router)}/secret`)
    assert.include(noticeOf(page), 'is given a new RADIUS secret')
    await eventually('changed', async () => (await fresh(isp, router)).radiusSecretNext === null)

    const secret = (await fresh(isp, router)).secret(isp.tenant.id)
    assert.notEqual(secret, before)
    assert.lengthOf(secret, 32)
    assert.equal(virtual.menus.rows('/radius')[0]?.secret, secret)
    assert.equal((await RadiusClient.findByOrFail('address', router.address)).secret, secret)
  })

  test('stays what it was while the router cannot be told', async ({ assert }) => {
    const { isp, operator } = await scene()
    const router = await registerRouter(isp)
    await operator.submit(pageOf(router), {}, `${pageOf(router)}/secret`)
    const command = await eventually('a failed try', async () => {
      const [tried] = await isp.inside(() => RouterCommand.query().where('kind', 'secret'))
      return tried?.lastError ? tried : null
    })
    assert.equal(command.state, 'pending')
    assert.notInclude(JSON.stringify(command.payload), 'secret')
    const saved = await fresh(isp, router)
    const client = await RadiusClient.findByOrFail('address', router.address)
    assert.equal(client.secret, saved.secret(isp.tenant.id))
    assert.include(text((await operator.get(pageOf(router))).body), 'on its way to the router')
  })
})
