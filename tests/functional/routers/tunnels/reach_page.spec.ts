import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { generateKeyPairSync } from 'node:crypto'
import RadiusClient from '#routers/registration/radius_client'
import Router from '#routers/router'
import { PeerList } from '#routers/tunnels/peer_list'
import RouterTunnel from '#routers/tunnels/router_tunnel'
import { tunnelNetwork } from '#routers/tunnels/tunnel_server'
import { hostOf, visit } from '#tests/support/browser'
import { asOwner } from '#tests/support/database'
import { errorAt, formOf, noticeOf, text } from '#tests/support/forms'
import {
  mayHaveManyRouters,
  openIsp,
  registerRouter,
  routerAddress,
  type Isp,
} from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { lineFor } from '#tests/functional/routers/joining/router_calls'

const LIST = '/dashboard/routers'
const CREATE = '/dashboard/routers/create'

let isp: Isp
let operator: Visitor
let number = 0

/** A public key as a router would have it: X25519, base64. */
function aKey(): string {
  const { publicKey } = generateKeyPairSync('x25519')
  return publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')
}

function input(changes: Record<string, string> = {}): Record<string, string> {
  number += 1
  return {
    name: `Behind NAT ${number}`,
    reach: 'tunnel',
    address: '',
    api_user: 'portico',
    api_password: 'an-api-password',
    ...changes,
  }
}

async function added(changes: Record<string, string> = {}, by = operator, of = isp) {
  const fields = input(changes)
  await by.submit(CREATE, fields, LIST)
  return of.inside(() => Router.findByOrFail('name', fields.name))
}

function tunnelOf({ id }: Pick<Router, 'id'>, of = isp): Promise<RouterTunnel | null> {
  return RouterTunnel.findBy({ tenantId: of.tenant.id, routerId: id })
}

function post(of: Isp, token: string, body: string) {
  return visit(hostOf(of.tenant), `/join/${token}/tunnel`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    text: body,
  })
}

async function peers(): Promise<string> {
  return (await app.container.make(PeerList)).text()
}

function peer(key: string, ...addresses: string[]): string {
  return `[Peer]\nPublicKey = ${key}\nAllowedIPs = ${addresses.map((each) => `${each}/32`).join(', ')}\n`
}

test.group('A router behind NAT', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    await mayHaveManyRouters(isp)
    operator = await operatorOf(isp)
  })

  test('is added without an address, gets one, and RADIUS knows it by it', async ({ assert }) => {
    const router = await added()
    assert.isTrue(tunnelNetwork.contains(router.address))
    assert.equal((await RadiusClient.findByOrFail('address', router.address)).routerId, router.id)
    assert.equal((await tunnelOf(router))?.address, router.address)

    const { body } = await operator.get(`${LIST}/${router.id}`)
    assert.include(text(body), 'Waiting for its key')
    assert.include(text(body), router.address)
    assert.include(text(body), tunnelNetwork.hub, 'its RADIUS server is our end of the tunnel')
    assert.notInclude(await peers(), router.address)
  })

  test('joins by a script that sets the tunnel up and RADIUS through it', async ({ assert }) => {
    const router = await added()
    const token = await lineFor(operator, router.id)
    const { body } = await visit(hostOf(isp.tenant), `/join/${token}/7.rsc`)
    assert.include(body, `address=${router.address}/32 interface="portico-wg"`)
    assert.include(body, `src-address=${router.address}`)
    assert.include(body, `service=hotspot address=${tunnelNetwork.hub}`)
    assert.include(body, `/join/${token}/tunnel"`)
    assert.include(body, 'endpoint-address=tunnels.portico.test endpoint-port=51820')

    const elsewhere = await registerRouter(isp)
    const theirs = await lineFor(operator, elsewhere.id)
    const script = await visit(hostOf(isp.tenant), `/join/${theirs}/7.rsc`)
    assert.notInclude(script.body, 'wireguard add')
    assert.include(script.body, 'src-address=0.0.0.0')
  })

  test('tells us its key by the token of its line, and is a peer from then on', async ({
    assert,
  }) => {
    const router = await added()
    const token = await lineFor(operator, router.id)
    const key = aKey()
    const answer = await post(isp, token, `${key}\n`)
    assert.equal(answer.status, 200)
    assert.include(answer.body, `address=${router.address}/32`, 'what remains to be set')
    assert.include(await peers(), peer(key, router.address))
    assert.include(text((await operator.get(`${LIST}/${router.id}`)).body), key)

    const next = aKey()
    assert.equal((await post(isp, token, next)).status, 200)
    assert.include(await peers(), peer(next, router.address))
    assert.notInclude(await peers(), key, 'the key before is worth nothing')
  })

  test('no key is taken with {what}')
    .with([
      { what: 'a token nobody was given', status: 404, of: () => ({ token: 'x'.repeat(43) }) },
      { what: 'a token of nothing', status: 404, of: () => ({ token: "'; --" }) },
      { what: 'another ISP’s host', status: 404, of: (_: string, other: Isp) => ({ host: other }) },
      { what: 'no key', status: 422, of: () => ({ key: '' }) },
      {
        what: 'lines after the key',
        status: 422,
        of: () => ({ key: `${aKey()}\nAllowedIPs = 0.0.0.0/0` }),
      },
      { what: 'a private network for a key', status: 422, of: () => ({ key: '10.0.0.0/8' }) },
    ])
    .run(async ({ assert }, { status, of }) => {
      const router = await added()
      const line = await lineFor(operator, router.id)
      const other = await openIsp({ packages: false, gateways: false })
      const given: { token?: string; host?: Isp; key?: string } = of(line, other)
      const answer = await post(
        given.host ?? isp,
        encodeURIComponent(given.token ?? line),
        given.key ?? aKey()
      )
      assert.equal(answer.status, status)
      assert.isNull((await tunnelOf(router))?.publicKey)
    })

  test('a line that is too old takes none', async ({ assert }) => {
    const router = await added()
    const token = await lineFor(operator, router.id)
    await asOwner(
      `update platform.router_joinings set expires_at = now() - interval '1 second' where token = $1`,
      [token]
    )
    assert.equal((await post(isp, token, aKey())).status, 404)
    assert.isNull((await tunnelOf(router))?.publicKey)
  })

  test('a key another router has is refused, to whomever that belongs', async ({ assert }) => {
    const other = await openIsp({ packages: false, gateways: false })
    const theirs = await added({}, await operatorOf(other), other)
    const key = aKey()
    await post(other, await lineFor(await operatorOf(other), theirs.id), key)

    const mine = await added()
    const token = await lineFor(operator, mine.id)
    assert.equal((await post(isp, token, key)).status, 409)
    const page = await operator.submit(
      `${LIST}/${mine.id}`,
      { tunnel_key: key },
      `${LIST}/${mine.id}/tunnel/key`
    )
    assert.match(errorAt(page, 'tunnel_key') ?? '', /Another router uses this key/)
    assert.include(await peers(), peer(key, theirs.address))
  })

  test('a key is entered by hand where fetch is off, and a wrong one is refused', async ({
    assert,
  }) => {
    const router = await added()
    const path = `${LIST}/${router.id}`
    const wrong = await operator.submit(path, { tunnel_key: 'abc' }, `${path}/tunnel/key`)
    assert.match(errorAt(wrong, 'tunnel_key') ?? '', /no WireGuard public key/)
    const key = aKey()
    const page = await operator.submit(path, { tunnel_key: key }, `${path}/tunnel/key`)
    assert.include(noticeOf(page), 'is saved')
    assert.include(text(page.body), 'Not connected yet')
    assert.include(await peers(), peer(key, router.address))
  })

  test('a revoked key is no peer any more, and the next line has another made', async ({
    assert,
  }) => {
    const router = await added()
    const path = `${LIST}/${router.id}`
    const key = aKey()
    await operator.submit(path, { tunnel_key: key }, `${path}/tunnel/key`)
    const page = await operator.submit(path, {}, `${path}/tunnel/revoke`)
    assert.include(text(page.body), 'Key revoked')
    assert.notInclude(await peers(), key)

    const token = await lineFor(operator, router.id)
    const { body } = await visit(hostOf(isp.tenant), `/join/${token}/7.rsc`)
    assert.include(body, '/interface wireguard remove')
    await post(isp, token, aKey())
    assert.notInclude(
      (await visit(hostOf(isp.tenant), `/join/${token}/7.rsc`)).body,
      '/interface wireguard remove'
    )
  })

  test('a closed ISP’s routers are no peers; those of one that does not pay are', async ({
    assert,
  }) => {
    const other = await openIsp({ packages: false, gateways: false })
    const visitor = await operatorOf(other)
    const router = await added({}, visitor, other)
    const key = aKey()
    const path = `${LIST}/${router.id}`
    await visitor.submit(path, { tunnel_key: key }, `${path}/tunnel/key`)
    for (const [status, isPeer] of [
      ['suspended', true],
      ['past_due', true],
      ['closed', false],
      ['read_only', true],
      ['trial', true],
    ] as const) {
      await asOwner('update platform.tenants set status = $1 where id = $2', [
        status,
        other.tenant.id,
      ])
      assert.equal((await peers()).includes(key), isPeer, status)
    }
  })

  test('moves to a public address and back: the old tunnel is nobody’s', async ({ assert }) => {
    const router = await added()
    const path = `${LIST}/${router.id}`
    const key = aKey()
    await operator.submit(path, { tunnel_key: key }, `${path}/tunnel/key`)
    assert.equal(formOf(await operator.get(`${path}/edit`), path).fields.reach, 'tunnel')

    const address = routerAddress()
    await operator.submit(`${path}/edit`, { reach: 'public', address }, path)
    const its = { tenantId: isp.tenant.id, routerId: router.id }
    assert.equal((await RadiusClient.findByOrFail(its)).address, address)
    assert.isNull(await tunnelOf(router))
    assert.notInclude(await peers(), key)
    assert.notInclude((await operator.get(path)).body, 'id="reach"')

    await operator.submit(`${path}/edit`, { reach: 'tunnel', address: '' }, path)
    const again = await tunnelOf(router)
    assert.isNotNull(again)
    assert.notEqual(again?.address, router.address, 'that one rests')
  })

  test('an edit of anything else keeps address and key', async ({ assert }) => {
    const router = await added()
    const path = `${LIST}/${router.id}`
    const key = aKey()
    await operator.submit(path, { tunnel_key: key }, `${path}/tunnel/key`)
    const page = await operator.submit(`${path}/edit`, { api_port: '8729' }, path)
    assert.include(noticeOf(page), 'is saved')
    assert.include(await peers(), peer(key, router.address))
  })

  test('a form that is refused keeps no address', async ({ assert }) => {
    const taken = await registerRouter(isp)
    const page = await operator.submit(CREATE, input({ name: taken.name }), LIST)
    assert.match(errorAt(page, 'name') ?? '', /Another router/)
    assert.equal(formOf(page, LIST).fields.reach, 'tunnel')
    const waiting = await RouterTunnel.query()
      .where('tenantId', isp.tenant.id)
      .whereNull('router_id')
    assert.lengthOf(waiting, 0)
  })

  test('{address} is given, never typed')
    .with([{ address: '10.64.0.1' }, { address: '10.64.0.99' }, { address: '10.79.0.1' }])
    .run(async ({ assert }, { address }) => {
      const fields = input({ reach: 'public', address })
      const page = await operator.submit(CREATE, fields, LIST)
      assert.match(errorAt(page, 'address') ?? '', /private or reserved network/)
      assert.isNull(await RadiusClient.findBy('address', address))
    })

  test('of RouterOS 6 comes through another of the same ISP, each as itself', async ({
    assert,
  }) => {
    const [gateway, old] = [await added(), await added()]
    const [key, own] = [aKey(), aKey()]
    const path = `${LIST}/${old.id}`
    for (const [router, its] of [
      [gateway, key],
      [old, own],
    ] as const) {
      await operator.submit(
        `${LIST}/${router.id}`,
        { tunnel_key: its },
        `${LIST}/${router.id}/tunnel/key`
      )
    }
    const page = await operator.submit(
      path,
      { gateway: String(gateway.id) },
      `${path}/tunnel/gateway`
    )
    assert.include(text(page.body), 'Through another router')
    assert.include(page.body, `remote-address=${old.address}`)
    assert.include(page.body, 'l2tp-client add')
    assert.include(await peers(), peer(key, gateway.address, old.address))
    assert.notInclude(await peers(), own)

    const token = await lineFor(operator, gateway.id)
    const { body } = await visit(hostOf(isp.tenant), `/join/${token}/7.rsc`)
    assert.include(body, `dst-address=${old.address} action=accept`)

    await operator.submit(path, { gateway: '' }, `${path}/tunnel/gateway`)
    assert.include(await peers(), peer(key, gateway.address))
  })

  test('comes not through {what}')
    .with([
      { what: 'itself', of: (old: Router) => old.id },
      { what: 'one without a key', of: async () => (await added()).id },
      { what: 'one with a public address', of: async () => (await registerRouter(isp)).id },
      {
        what: 'another ISP’s',
        of: async () => {
          const other = await openIsp({ packages: false, gateways: false })
          const visitor = await operatorOf(other)
          const theirs = await added({}, visitor, other)
          const path = `${LIST}/${theirs.id}`
          await visitor.submit(path, { tunnel_key: aKey() }, `${path}/tunnel/key`)
          return theirs.id
        },
      },
    ])
    .run(async ({ assert }, { of }) => {
      const [old, gateway] = [await added(), await added()]
      const theGateway = `${LIST}/${gateway.id}`
      await operator.submit(theGateway, { tunnel_key: aKey() }, `${theGateway}/tunnel/key`)
      const chosen = await of(old)
      const path = `${LIST}/${old.id}`
      const page = await operator.submit(
        path,
        { gateway: String(chosen) },
        `${path}/tunnel/gateway`
      )
      // Ids of another ISP may be ids of ours, too, without a tunnel key.
      assert.match(errorAt(page, 'gateway') ?? '', /another router of yours/)
      assert.isNull((await tunnelOf(old))?.viaRouterId)
    })

  test('a cashier sees it and changes nothing', async ({ assert }) => {
    const router = await added()
    const cashier = await operatorOf(isp, 'cashier')
    const page = await cashier.get(`${LIST}/${router.id}`)
    assert.include(text(page.body), 'Waiting for its key')
    assert.notInclude(page.body, '/tunnel/key')
  })
})
