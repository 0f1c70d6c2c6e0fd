import { connect } from 'node:net'
import { test } from '@japa/runner'
import fc from 'fast-check'
import app from '@adonisjs/core/services/app'
import env from '#start/env'
import { appUrl } from '#config/app'
import Membership from '#platform/accounts/membership'
import type Router from '#routers/router'
import { SaveRouter } from '#routers/registration/save_router'
import { TenantNotFound } from '#tenancy/errors'
import type Tenant from '#tenancy/models/tenant'
import { ResolveRouter } from '#tenancy/resolution/resolve_router'
import { TenantDirectory } from '#tenancy/resolution/tenant_directory'
import { hostOf, visit } from '#tests/support/browser'
import { asOwner } from '#tests/support/database'
import { openIsp, routerAddress, type Isp } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'
import { createTenant, dropTenant } from '#tests/support/tenants'

const COMPANY = 'A company nobody else is called'
const DEVICE = 'mac=02:00:00:00:00:01&ip=10.5.50.2'

const setStatus = ({ id }: Tenant, status: string) =>
  asOwner('update platform.tenants set status = $1 where id = $2', [status, id])

/** What nobody's host answers. */
const nobodys = () => visit(`nobody.${appUrl.host}`, '/')

test.group('Which tenant, by the host', (group) => {
  let tenant: Tenant
  group.setup(async () => {
    tenant = await createTenant({ name: COMPANY })
  })
  group.teardown(() => dropTenant(tenant))

  test('the subdomain, in either case, with or without a port: {$self}')
    .with([
      (slug: string) => `${slug}.${appUrl.host}`,
      (slug: string) => `${slug}.${appUrl.hostname}`,
      (slug: string) => `${slug.toUpperCase()}.${appUrl.host}`,
      (slug: string) => `${slug}.${appUrl.hostname}:9`,
    ])
    .run(async ({ assert }, host) => {
      const page = await visit(host(tenant.slug), '/')
      assert.deepEqual([page.status, page.headers.location], [302, '/dashboard'])
    })

  test('any other host is nobody’s, and all get the same page: {$self}')
    .with([
      (slug: string) => `${slug}x.${appUrl.host}`,
      (slug: string) => `a.${slug}.${appUrl.host}`,
      (slug: string) => `${slug}..${appUrl.host}`,
      (slug: string) => `${slug}.${appUrl.hostname}.:${appUrl.port}`,
      (slug: string) => `${slug}.evil.example`,
      (slug: string) => `${slug}.${appUrl.hostname}.evil.example`,
      (slug: string) => `evil.example/${slug}.${appUrl.hostname}`,
      (slug: string) => `${slug}@${appUrl.host}`,
      (slug: string) => slug,
      () => `.${appUrl.host}`,
      () => `www.${appUrl.host}`,
      () => `t_abcdefghijkl.${appUrl.host}`,
      () => `%.${appUrl.host}`,
      () => `%00.${appUrl.host}`,
      () => `x'--.${appUrl.host}`,
      () => `'or'1'='1.${appUrl.host}`,
      () => `<script>alert(1)</script>.${appUrl.host}`,
      () => `${'a'.repeat(5000)}.${appUrl.host}`,
      () => 'evil.example',
      () => '127.0.0.1',
      () => '127.0.0.1:80',
      () => '[::1]',
      () => '[::1]:80',
      () => '2130706433',
      () => ':80',
      () => '@',
    ])
    .run(async ({ assert }, host) => {
      const page = await visit(host(tenant.slug), '/')
      assert.equal(page.status, 404)
      assert.equal(page.body, (await nobodys()).body)
    })

  test('a closed or unfinished tenant answers like nobody, on every page: {$self}')
    .with(['closed', 'provisioning'])
    .run(async ({ assert }, status) => {
      await setStatus(tenant, status)
      for (const path of [
        '/',
        '/login',
        '/dashboard',
        '/portal/x',
        '/callbacks/bkash/x',
        '/enter',
      ]) {
        const page = await visit(hostOf(tenant), path)
        assert.deepEqual([page.status, page.body], [404, (await nobodys()).body])
      }
      await setStatus(tenant, 'trial')
    })

  test('a tenant that owes money is still served: {$self}')
    .with(['trial', 'active', 'past_due', 'read_only', 'suspended'])
    .run(async ({ assert }, status) => {
      await setStatus(tenant, status)
      const page = await visit(hostOf(tenant), '/login')
      assert.equal(page.status, 200)
      assert.include(page.body, COMPANY)
      await setStatus(tenant, 'trial')
    })

  test('without a host there is no tenant: {$self}')
    .with([
      'GET / HTTP/1.1',
      'GET / HTTP/1.0',
      'GET / HTTP/1.1\r\nHost:',
      'GET / HTTP/1.1\r\nHost: \t',
    ])
    .run(async ({ assert }, opening) => {
      const answer = await spoken(`${opening}\r\nConnection: close\r\n\r\n`)
      assert.match(answer, /^HTTP\/1\.1 40[04] /)
      assert.notInclude(answer, COMPANY)
    })

  test('a certificate is fetched for the platform and for open tenants alone', async ({
    assert,
  }) => {
    const asked = async (domain: string) => {
      const path = `/internal/tls?domain=${encodeURIComponent(domain)}`
      const { status } = await visit('a-name-of-the-inner-network:8080', path)
      return status
    }
    assert.equal(await asked(appUrl.hostname), 200)
    assert.equal(await asked(`${tenant.slug}.${appUrl.hostname}`), 200)
    const refused = [
      '',
      'evil.example',
      `a.${tenant.slug}.${appUrl.hostname}`,
      `%.${appUrl.hostname}`,
    ]
    for (const domain of refused) assert.equal(await asked(domain), 404, domain)

    await setStatus(tenant, 'closed')
    assert.equal(await asked(`${tenant.slug}.${appUrl.hostname}`), 404)
    await setStatus(tenant, 'trial')
  })

  test('no other text names the tenant', async ({ assert }) => {
    const directory = await app.container.make(TenantDirectory)
    const near = fc
      .tuple(fc.string({ maxLength: 2 }), fc.string({ unit: 'binary', maxLength: 2 }))
      .map(([head, tail]) => `${head}${tenant.slug}${tail}`)
    await fc.assert(
      fc.asyncProperty(fc.oneof(near, fc.string({ unit: 'binary' })), async (text) => {
        fc.pre(text.toLowerCase() !== tenant.slug)
        await assert.rejects(() => directory.bySlug(text), TenantNotFound)
      }),
      { numRuns: 150 }
    )
  })
})

test.group('Which tenant, by the router', (group) => {
  let green: Isp
  let red: Isp
  let greens: Router
  let reds: Router
  let twin: Router

  group.setup(async () => {
    green = await openIsp({ packages: false, gateways: false })
    red = await openIsp({ packages: false, gateways: false })
    greens = await register(green, 'MikroTik')
    twin = await register(red, 'MikroTik')
    reds = await register(red, 'Roof of the "Grand" hotel')
  })
  group.teardown(async () => {
    await dropTenant(green.tenant)
    await dropTenant(red.tenant)
  })

  const enter = (token: string, identity: string) =>
    visit(
      appUrl.host,
      `/h/${encodeURIComponent(token)}?identity=${encodeURIComponent(identity)}&${DEVICE}`
    )

  test('token and identity together lead to that tenant’s host', async ({ assert }) => {
    for (const [router, { tenant }] of [
      [greens, green],
      [twin, red],
      [reds, red],
    ] as const) {
      const page = await enter(router.token, router.identity)
      assert.equal(page.status, 302)
      assert.equal(new URL(page.headers.location ?? '').host, hostOf(tenant))
    }
  })

  test('the identity of one tenant with the token of another answers like a token nobody has', async ({
    assert,
  }) => {
    const unknown = await enter('nobody-has-this-token', greens.identity)
    assert.equal(unknown.status, 404)
    for (const [token, identity] of [
      [greens.token, reds.identity],
      [reds.token, greens.identity],
      [twin.token, reds.identity],
      [greens.token, 'mikrotik'],
      [greens.token, 'MikroTik%'],
      [greens.token.toUpperCase(), greens.identity],
      [`${greens.token} `, greens.identity],
      [`' or '1'='1`, greens.identity],
      [greens.token, `' or '1'='1`],
      ['x'.repeat(3000), greens.identity],
    ] as const) {
      const page = await enter(token, identity)
      assert.deepEqual([page.status, page.body], [404, unknown.body], `${token} ${identity}`)
    }
  })

  test('no other pair names anybody', async ({ assert }) => {
    const resolve = await app.container.make(ResolveRouter)
    const pairs = [greens, twin, reds].map(({ token, identity }) => ({ token, identity }))
    const text = fc.string({ unit: 'binary' })
    const tokens = fc.oneof(fc.constantFrom(...pairs.map(({ token }) => token)), text)
    const identities = fc.oneof(fc.constantFrom(...pairs.map(({ identity }) => identity)), text)
    await fc.assert(
      fc.asyncProperty(tokens, identities, async (token, identity) => {
        fc.pre(!pairs.some((pair) => pair.token === token && pair.identity === identity))
        await assert.rejects(() => resolve.execute(token, identity), TenantNotFound)
      }),
      { numRuns: 150 }
    )
  })

  test('the right pair of a closed tenant answers like a token nobody has', async ({ assert }) => {
    const unknown = await enter('nobody-has-this-token', reds.identity)
    await setStatus(red.tenant, 'closed')
    const page = await enter(reds.token, reds.identity)
    await setStatus(red.tenant, 'active')
    assert.deepEqual([page.status, page.body], [404, unknown.body])
  })

  test('a session opened on one host is not signed in on another, though the account works at both', async ({
    assert,
  }) => {
    await Membership.create({ accountId: green.account.id, tenantId: red.tenant.id, role: 'owner' })
    const visitor = await operatorOf(green)
    const cookie = visitor.browser.cookiesOf(hostOf(green.tenant))
    assert.equal((await visitor.get('/dashboard')).status, 200)

    const elsewhere = await visit(hostOf(red.tenant), '/dashboard', { headers: { cookie } })
    assert.deepEqual([elsewhere.status, elsewhere.headers.location], [302, '/login'])
  })
})

async function register({ tenant }: Isp, identity: string): Promise<Router> {
  const save = await app.container.make(SaveRouter)
  const address = routerAddress()
  return save.execute(tenant, {
    name: identity,
    address,
    identity,
    hotspotAddress: address,
    radiusSecret: 'a secret of sixteen',
    apiUser: 'portico',
    apiPassword: 'api-password',
    apiPort: 8728,
  })
}

/** What the server answers to these very bytes. */
function spoken(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(env.get('PORT'), env.get('HOST'), () => socket.write(bytes))
    let answer = ''
    socket.on('data', (chunk) => (answer += chunk.toString()))
    socket.on('end', () => resolve(answer))
    socket.on('error', reject)
  })
}
