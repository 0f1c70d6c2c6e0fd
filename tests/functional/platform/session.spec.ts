import { test } from '@japa/runner'
import { appUrl } from '#config/app'
import Account from '#platform/accounts/account'
import Membership from '#platform/accounts/membership'
import { hostOf, visit } from '#tests/support/browser'
import { connectAs } from '#tests/support/database'
import { errorAt, formOf, text } from '#tests/support/forms'
import { openIsp, PASSWORD, type Isp } from '#tests/support/isp'
import { operatorOf, Visitor } from '#tests/support/operator'

const REFUSAL = 'Email or password is not right.'

let green: Isp
let red: Isp

test.group('Signing in', (group) => {
  group.setup(async () => {
    green = await openIsp({ packages: false, gateways: false })
    red = await openIsp({ packages: false, gateways: false })
  })

  test('on the platform’s host leads to one’s ISP', async ({ assert }) => {
    const visitor = new Visitor(appUrl.host)
    const page = await visitor.send('/login', {
      email: ` ${green.account.email.toUpperCase()} `,
      password: PASSWORD,
    })
    const { host, pathname, search } = new URL(page.headers.location ?? '')
    assert.equal(host, hostOf(green.tenant))
    const there = new Visitor(host)
    const home = await there.follow(await there.get(pathname + search))
    assert.include(text(home.body), green.tenant.name)
  })

  test('finds the account by an index, however many there are', async ({ assert, cleanup }) => {
    const somebody = await connectAs('owner')
    cleanup(() => somebody.end())
    await somebody.query('set enable_seqscan = off')
    const { sql, bindings } = Account.query()
      .where('email', 'nobody@example.test')
      .toSQL()
      .toNative()
    const { rows } = await somebody.query(`explain ${sql}`, [...bindings])
    assert.match(JSON.stringify(rows), /Index Cond: \(email = /)
  })

  test('on the ISP’s host leads to its dashboard, and out again', async ({ assert }) => {
    const visitor = await operatorOf(green)
    const session = visitor.browser.cookiesOf(visitor.host)
    assert.equal((await visitor.get('/dashboard')).status, 200)

    const out = await visitor.send('/dashboard', {}, '/logout')
    assert.equal(out.headers.location, '/login')
    assert.equal((await visitor.get('/dashboard')).headers.location, '/login')
    const replay = await visit(visitor.host, '/dashboard', { headers: { cookie: session } })
    assert.equal(replay.headers.location, '/login', 'the old cookie is worth nothing')
  })

  test('with several ISPs one is asked which', async ({ assert }) => {
    const both = await openIsp({ packages: false, gateways: false })
    await Membership.create({
      accountId: both.account.id,
      tenantId: green.tenant.id,
      role: 'support',
    })
    const visitor = new Visitor(appUrl.host)
    const page = await visitor.submit('/login', { email: both.account.email, password: PASSWORD })
    assert.include(text(page.body), both.tenant.name)
    assert.include(text(page.body), green.tenant.name)
    assert.notInclude(text(page.body), red.tenant.name)

    const entered = await visitor.get(`/choose/${green.tenant.slug}`)
    assert.match(
      entered.headers.location ?? '',
      new RegExp(`^http://${hostOf(green.tenant)}/enter`)
    )
    for (const slug of [red.tenant.slug, 'nobody', '%00', `x' or '1'='1`]) {
      const refused = await visitor.get(`/choose/${encodeURIComponent(slug)}`)
      assert.notInclude(refused.headers.location ?? '', '/enter', slug)
      assert.isBelow(refused.status, 500)
    }
  })

  test('says the same to a wrong password, an unknown e-mail and a stranger to this ISP', async ({
    assert,
  }) => {
    const tries = [
      { host: appUrl.host, email: green.account.email, password: 'wrong password' },
      { host: appUrl.host, email: 'nobody@greennet.test', password: PASSWORD },
      { host: hostOf(green.tenant), email: green.account.email, password: 'wrong password' },
      { host: hostOf(green.tenant), email: red.account.email, password: PASSWORD },
      { host: hostOf(green.tenant), email: `' or 1=1 --`, password: `' or 1=1 --` },
    ]
    for (const { host, email, password } of tries) {
      const visitor = new Visitor(host)
      const page = await visitor.submit('/login', { email, password })
      assert.equal(errorAt(page, 'email'), REFUSAL, email)
      assert.equal(formOf(page, '/login').fields.email, email)
      assert.notMatch(page.body, /type="password"[^>]*value="[^"]/)
      const inside = host === appUrl.host ? '/choose' : '/dashboard'
      assert.equal((await visitor.get(inside)).headers.location, '/login')
    }
  })

  test('empty fields say so', async ({ assert }) => {
    const page = await new Visitor(appUrl.host).submit('/login', { email: '', password: '' })
    assert.isNotEmpty(errorAt(page, 'email'))
    assert.isNotEmpty(errorAt(page, 'password'))
  })

  test('after ten wrong passwords not even the right one helps, from that address', async ({
    assert,
  }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const guesser = new Visitor(hostOf(isp.tenant))
    for (let guess = 0; guess < 10; guess += 1) {
      await guesser.send('/login', { email: isp.account.email, password: `guess ${guess}` })
    }
    const page = await guesser.submit('/login', { email: isp.account.email, password: PASSWORD })
    assert.equal(errorAt(page, 'email'), REFUSAL)

    const onPlatform = new Visitor(appUrl.host, guesser.address)
    const refused = await onPlatform.submit('/login', {
      email: isp.account.email,
      password: PASSWORD,
    })
    assert.equal(errorAt(refused, 'email'), REFUSAL, 'the other door is counted with it')

    assert.equal(
      (await (await operatorOf(isp)).get('/dashboard')).status,
      200,
      'its owner elsewhere gets in'
    )
  })

  test('gives a new session, so that one planted before is worth nothing', async ({ assert }) => {
    const visitor = new Visitor(hostOf(green.tenant))
    await visitor.get('/login')
    const planted = visitor.browser.cookiesOf(visitor.host)
    await visitor.send('/login', { email: green.account.email, password: PASSWORD })
    const replay = await visit(visitor.host, '/dashboard', { headers: { cookie: planted } })
    assert.equal(replay.headers.location, '/login')
  })

  test('one ISP’s session opens nothing on another’s host', async ({ assert }) => {
    const visitor = await operatorOf(green)
    const stolen = visitor.browser.cookiesOf(visitor.host)
    const page = await visit(hostOf(red.tenant), '/dashboard', { headers: { cookie: stolen } })
    assert.equal(page.headers.location, '/login')
    assert.notInclude(page.body, red.tenant.name)
  })

  test('who no longer works there is out at once', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const visitor = await operatorOf(isp)
    assert.equal((await visitor.get('/dashboard')).status, 200)
    await Membership.query().where({ accountId: isp.account.id, tenantId: isp.tenant.id }).delete()
    assert.equal((await visitor.get('/dashboard')).headers.location, '/login')
  })

  test('a closed ISP has no dashboard and no login', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const visitor = await operatorOf(isp)
    await isp.tenant.merge({ status: 'closed' }).save()
    for (const path of ['/', '/login', '/dashboard'])
      assert.equal((await visitor.get(path)).status, 404)
  })
})
