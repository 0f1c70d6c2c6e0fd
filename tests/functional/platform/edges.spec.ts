import { test } from '@japa/runner'
import { appUrl } from '#config/app'
import { hostOf, visit, type Visit } from '#tests/support/browser'
import { asOwner } from '#tests/support/database'
import { text } from '#tests/support/forms'
import { openIsp, PASSWORD, type Isp } from '#tests/support/isp'
import { operatorOf, Visitor } from '#tests/support/operator'

/** What betrays how we are built: stacks, SQL, paths, class names. */
const TECHNICAL =
  /\bat .*\.[jt]s|node_modules|select |insert |relation|E_[A-Z]|Error:|Exception|lucid|adonis|postgres|Cannot (GET|POST)|undefined|\bRow\b/i

let isp: Isp

test.group('Every answer', (group) => {
  group.setup(async () => {
    isp = await openIsp({ gateways: false })
  })

  test('{path} of the platform carries the headers that keep browsers safe')
    .with(
      ['/', '/login', '/signup', '/no-such-page', '/signup/subdomain?subdomain=x', '/admin'].map(
        (path) => ({ path })
      )
    )
    .run(async ({ assert }, { path }) => {
      const { headers } = await visit(appUrl.host, path)
      assertSafe(assert, headers)
    })

  test('{path} of the dashboard carries them, too')
    .with(
      ['', '/routers/create', '/packages', '/customers/999', '/settings/gateways'].map((path) => ({
        path,
      }))
    )
    .run(async ({ assert }, { path }) => {
      const { headers } = await (await operatorOf(isp)).get(`/dashboard${path}`)
      assertSafe(assert, headers)
    })

  test('pages hold no script of their own and no handler in an attribute', async ({ assert }) => {
    const operator = await operatorOf(isp)
    for (const path of [
      '',
      '/routers',
      '/routers/create',
      '/packages',
      '/packages/create',
      '/settings/gateways',
      '/settings/profile',
      '/logs',
    ]) {
      const { body } = await operator.get(`/dashboard${path}`)
      assert.notMatch(body, /<script(?![^>]*\ssrc=)/, path)
      assert.notMatch(body, /<[^>]+\son[a-z]+\s*=/i, path)
      assert.notMatch(
        body,
        /(?:src|href|action)="(?:https?:)?\/\/(?!localhost)/,
        `${path} asks nobody else for anything`
      )
    }
  })

  test('cookies belong to one host and are out of scripts’ reach', async ({ assert }) => {
    const pages = [
      await visit(appUrl.host, '/login'),
      await visit(hostOf(isp.tenant), '/login'),
      await new Visitor(hostOf(isp.tenant)).send('/login', {
        email: isp.account.email,
        password: PASSWORD,
      }),
    ]
    for (const { setCookies } of pages) {
      assert.isNotEmpty(setCookies)
      for (const cookie of setCookies) {
        assert.match(cookie, /; HttpOnly/i)
        assert.match(cookie, /; SameSite=Lax/i)
        assert.notMatch(cookie, /; Domain=/i)
      }
    }
  })
})

test.group('What cannot be answered', () => {
  const strange: {
    name: string
    host?: () => string
    path: string
    status: number
    options?: Visit
  }[] = [
    { name: 'an unknown page', path: '/no-such-page', status: 404 },
    {
      name: 'an unknown page of an ISP',
      host: () => hostOf(isp.tenant),
      path: '/dashboard/no-such-page',
      status: 404,
    },
    {
      name: 'an ISP that is not there',
      host: () => `nobody-here.${appUrl.host}`,
      path: '/',
      status: 404,
    },
    { name: 'somebody else’s host', host: () => 'portico.example', path: '/', status: 404 },
    { name: 'a host of two names', host: () => `a.b.${appUrl.host}`, path: '/', status: 404 },
    { name: 'SQL for a host', host: () => `x'--.${appUrl.host}`, path: '/', status: 404 },
    { name: 'a method nobody uses', path: '/login', status: 404, options: { method: 'DELETE' } },
    {
      name: 'a NUL in the address',
      host: () => hostOf(isp.tenant),
      path: '/dashboard/%00',
      status: 404,
    },
    {
      name: 'a NUL in a query',
      host: () => hostOf(isp.tenant),
      path: '/login?lang=%00',
      status: 400,
    },
    { name: 'a NUL in a slug', path: '/choose/%00', status: 400 },
    {
      name: 'a NUL in the domain caddy asks about',
      path: '/internal/tls?domain=a%00.localhost',
      status: 400,
      host: () => '127.0.0.1',
    },
    { name: 'a climb', path: '/assets/../../.env', status: 404 },
    { name: 'an escaped climb', path: '/assets/%2e%2e/%2e%2e/package.json', status: 404 },
    { name: 'a hidden file', path: '/.git/config', status: 404 },
    { name: 'a very long address', path: `/${'a'.repeat(6000)}`, status: 404 },
    {
      name: 'a form that is no form',
      path: '/login',
      status: 422,
      options: {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        form: { a: 'b' },
      },
    },
    {
      name: 'an endless form',
      path: '/login',
      status: 413,
      options: { method: 'POST', form: { email: 'x'.repeat(2_000_000) } },
    },
    {
      name: 'a form without its token',
      path: '/login',
      status: 419,
      options: { method: 'POST', form: { email: 'a@b.test', password: 'secret' } },
    },
    {
      name: 'a form with a made-up token',
      path: '/signup',
      status: 419,
      options: { method: 'POST', form: { _csrf: 'AAAAAAAA-1234567890' } },
    },
    {
      name: 'a logout from elsewhere',
      path: '/logout',
      status: 419,
      options: { method: 'POST', form: {} },
    },
    {
      name: 'a delete without its token',
      host: () => hostOf(isp.tenant),
      path: '/dashboard/routers/1?_method=DELETE',
      status: 419,
      options: { method: 'POST', form: {} },
    },
  ]

  test('{name} is answered {status}, in plain words')
    .with(strange)
    .run(async ({ assert }, { host = () => appUrl.host, path, status, options }) => {
      const page = await visit(host(), path, options)
      assert.equal(page.status, status)
      assert.match(page.headers['content-type'] ?? '', /^text\/html/)
      assert.isAbove(text(page.body).length, 40)
      assert.notMatch(text(page.body), TECHNICAL)
    })

  test('a broken escape is refused before it reaches a page', async ({ assert }) => {
    const page = await visit(appUrl.host, '/choose/%E0%A4%A')
    assert.equal(page.status, 400)
    assert.notMatch(page.body, TECHNICAL)
  })

  test('a page in Bangla is answered in Bangla', async ({ assert }) => {
    const page = await visit(appUrl.host, '/no-such-page', {
      headers: { 'accept-language': 'bn-BD,bn;q=0.9,en;q=0.5' },
    })
    assert.match(text(page.body), /[\u0980-\u09FF]{3}/)
    assert.include(page.body, '<html lang="bn"')
  })

  test('a CSRF token of one session is worth nothing in another', async ({ assert }) => {
    const mine = new Visitor(appUrl.host)
    const theirs = new Visitor(appUrl.host)
    const { body } = await theirs.get('/login')
    const token = /name='_csrf' value='([^']+)'/.exec(body)?.[1] ?? ''
    assert.isNotEmpty(token)
    await mine.get('/login')
    const page = await mine.browser.visit(appUrl.host, '/login', {
      method: 'POST',
      form: { _csrf: token, email: 'a@b.test', password: 'x' },
    })
    assert.equal(page.status, 419)
  })

  test('a fault of ours says nothing of itself: {accept}')
    .with(
      ['text/html', 'application/json', 'application/vnd.api+json', '*/*'].map((accept) => ({
        accept,
      }))
    )
    .run(async ({ assert }, { accept }) => {
      const broken = await openIsp({ packages: false, gateways: false })
      const operator = await operatorOf(broken)
      await asOwner(`alter table ${broken.tenant.schema}.packages rename to gone`)
      const page = await operator.get('/dashboard/packages', { accept })
      assert.equal(page.status, 500)
      assert.notMatch(text(page.body), TECHNICAL)
      assert.notInclude(page.body, broken.tenant.schema)
      assert.include(page.body, String(page.headers['x-request-id']))
    })
})

function assertSafe(
  assert: {
    match: (text: string, shape: RegExp) => void
    equal: (a: unknown, b: unknown) => void
    notMatch: (text: string, shape: RegExp) => void
  },
  headers: Record<string, unknown>
) {
  const policy = String(headers['content-security-policy'])
  assert.match(policy, /default-src '(?:self|none)'(?:;|$)/)
  assert.match(policy, /script-src 'self'(?:;|$)|default-src 'none'/)
  assert.match(policy, /object-src 'none'|default-src 'none'/)
  assert.match(policy, /base-uri '(?:self|none)'/)
  assert.match(policy, /frame-ancestors 'none'/)
  assert.notMatch(policy, /unsafe-eval|script-src[^;]*unsafe-inline/)
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['x-frame-options'], 'DENY')
  assert.equal(headers['x-powered-by'], undefined)
}
