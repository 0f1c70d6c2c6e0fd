import { test } from '@japa/runner'
import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import Account from '#platform/accounts/account'
import { hostOf } from '#tests/support/browser'
import { text } from '#tests/support/forms'
import { openIsp, PASSWORD, type Isp } from '#tests/support/isp'
import { operatorOf, Visitor } from '#tests/support/operator'
import { adminVisitor as admin } from '#tests/functional/admin/admin'
import { anySlug } from '#tests/support/tenants'

let isp: Isp

function adminPages(): string[] {
  return Object.values(router.toJSON())
    .flat()
    .filter(({ pattern, methods }) => pattern.startsWith('/admin') && methods.includes('GET'))
    .map(({ pattern }) => pattern.replace(':event', 'evt_1').replace(/:\w+/g, '1'))
}

test.group('Admin pages', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
  })

  test('an admin sees every ISP, and finds one', async ({ assert }) => {
    const visitor = await admin()
    assert.include(text((await visitor.get('/admin')).body), isp.tenant.name)
    const other = await openIsp({ packages: false, gateways: false })
    const found = text((await visitor.get(`/admin?q=${isp.tenant.slug}`)).body)
    assert.include(found, isp.tenant.name)
    assert.notInclude(found, other.tenant.name)
    assert.include(text((await visitor.get('/admin?q=nobody-at-all')).body), 'Nothing matches')
  })

  test('a stranger is sent to sign in', async ({ assert }) => {
    assert.include(adminPages(), '/admin')
    for (const path of adminPages()) {
      const page = await new Visitor(appUrl.host).get(path)
      assert.equal(page.headers.location, '/login', path)
    }
  })

  test('to an ISP’s owner there is no such page, on either host', async ({ assert }) => {
    const owner = new Visitor(appUrl.host)
    await owner.send('/login', { email: isp.account.email, password: PASSWORD })
    const operator = await operatorOf(isp)
    for (const path of adminPages()) {
      assert.equal((await owner.get(path)).status, 404, path)
      assert.equal((await operator.get(path)).status, 404, path)
    }
    assert.equal((await owner.get('/choose')).status, 200, 'the owner was signed in')
  })

  test('nobody makes himself an admin at sign-up', async ({ assert }) => {
    const slug = anySlug()
    const email = `${slug}@greennet.test`
    const form = {
      company: 'GreenNet',
      subdomain: slug,
      country: 'BD',
      name: 'Rahim',
      email,
      password: PASSWORD,
    }
    await new Visitor(appUrl.host).send('/signup', {
      ...form,
      is_admin: '1',
      isAdmin: 'true',
      role: 'owner',
    })
    assert.isFalse((await Account.findByOrFail('email', email)).isAdmin)
  })

  test('an admin is no operator of an ISP', async ({ assert }) => {
    const visitor = await admin()
    const { email } = await Account.query()
      .where('is_admin', true)
      .orderBy('id', 'desc')
      .firstOrFail()
    const there = new Visitor(hostOf(isp.tenant))
    await there.send('/login', { email, password: PASSWORD })
    assert.equal((await there.get('/dashboard')).headers.location, '/login')
    assert.notInclude(
      (await visitor.get(`/choose/${isp.tenant.slug}`)).headers.location ?? '',
      '/enter'
    )
  })

  test('nonsense in the query is no harm: {query}')
    .with(
      [
        'page=0',
        'page=99999999999999999999',
        'q[]=x',
        'q=%25',
        "q=' or 1=1 --",
        'q=<script>alert(1)</script>',
      ].map((query) => ({ query }))
    )
    .run(async ({ assert }, { query }) => {
      const page = await (await admin()).get(`/admin?${encodeURI(query)}`)
      assert.equal(page.status, 200)
      assert.notInclude(page.body, '<script>alert')
    })
})
