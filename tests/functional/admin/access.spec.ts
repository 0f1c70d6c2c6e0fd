import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import i18nManager from '@adonisjs/i18n/services/main'
import { DateTime } from 'luxon'
import { appUrl } from '#config/app'
import Account from '#platform/accounts/account'
import { AccountTokens } from '#platform/accounts/account_tokens'
import { AdminNetworks } from '#platform/accounts/admin_networks'
import { ResetPassword } from '#platform/accounts/reset_password'
import { TwoFactor } from '#platform/accounts/two_factor/two_factor'
import { codeAt } from '#platform/accounts/two_factor/totp'
import { adminVisitor, createAdmin, signInAdmin } from '#tests/functional/admin/admin'
import { errorAt, formOf } from '#tests/support/forms'
import { PASSWORD } from '#tests/support/isp'
import { Visitor } from '#tests/support/operator'
import { anySlug } from '#tests/support/tenants'

async function networksOf({ id }: Account): Promise<string[]> {
  return (await app.container.make(AdminNetworks)).of(id)
}

test.group('Admins', () => {
  test('set up an authenticator app before they see a page', async ({ assert }) => {
    const email = `${anySlug()}@portico.test`
    await Account.create({ email, name: 'New', password: PASSWORD, isAdmin: true })
    const visitor = new Visitor(appUrl.host)
    await visitor.send('/login', { email, password: PASSWORD })
    assert.equal((await visitor.get('/admin')).headers.location, '/account/two-factor')

    const enrolment = await visitor.get('/account/two-factor')
    const secret = /[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}/.exec(enrolment.body)?.[0].replaceAll(' ', '')
    const code = codeAt(secret ?? '', Date.now())
    await visitor.send('/account/two-factor', { code, password: PASSWORD })
    assert.equal((await visitor.get('/admin')).status, 200)
  })

  test('are not in by the password alone', async ({ assert }) => {
    const { account } = await createAdmin()
    const visitor = new Visitor(appUrl.host)
    await visitor.send('/login', { email: account.email, password: PASSWORD })
    assert.equal((await visitor.get('/admin')).headers.location, '/login')
  })

  test('give a code in this session, however it was opened', async ({ assert }) => {
    const { account, secret } = await createAdmin()
    const plain = await Account.findOrFail(account.id)
    await plain.merge({ totpSecret: null }).save()
    const visitor = new Visitor(appUrl.host)
    await visitor.send('/login', { email: account.email, password: PASSWORD })
    await plain.merge({ totpSecret: account.totpSecret }).save()

    assert.equal((await visitor.get('/admin')).headers.location, '/login/code')
    await visitor.send('/login/code', { code: codeAt(secret, Date.now()) })
    assert.equal((await visitor.get('/admin')).status, 200)
  })

  test('find no page outside their networks', async ({ assert }) => {
    const known = await createAdmin()
    const visitor = await signInAdmin(known)
    await visitor.send('/admin/access', { networks: `192.0.2.0/24, ${visitor.address}` })
    assert.equal((await visitor.get('/admin')).status, 200)
    const elsewhere = { 'x-forwarded-for': '198.51.100.7' }
    assert.equal((await visitor.get('/admin', elsewhere)).status, 404)
    const office = { 'x-forwarded-for': '192.0.2.9' }
    assert.equal((await visitor.get('/admin', office)).status, 200)
  })

  test('are where the nearest proxy saw them, whatever they say of themselves', async ({
    assert,
  }) => {
    const visitor = await adminVisitor()
    await visitor.send('/admin/access', { networks: `192.0.2.0/24, ${visitor.address}` })
    for (const claimed of [
      '192.0.2.9, 198.51.100.7',
      '192.0.2.9, 10.64.0.7',
      '192.0.2.9, nobody',
    ]) {
      const page = await visitor.get('/admin', { 'x-forwarded-for': claimed })
      assert.equal(page.status, 404, claimed)
    }
    const own = { 'x-forwarded-for': '198.51.100.7, 192.0.2.9, 127.0.0.1' }
    assert.equal((await visitor.get('/admin', own)).status, 200, 'behind two proxies of ours')
  })

  test('may be in networks of IPv6', async ({ assert }) => {
    const visitor = await adminVisitor()
    const at = (ip: string) => visitor.get('/admin', { 'x-forwarded-for': ip })
    await visitor.send('/admin/access', { networks: `2001:db8:7::/48, ${visitor.address}` })
    assert.equal((await at('2001:db8:7:1::9')).status, 200)
    assert.equal((await at('2001:DB8:7:ffff::1')).status, 200)
    assert.equal((await at('2001:db8:8::9')).status, 404)
    assert.equal((await at(`::ffff:${visitor.address}`)).status, 200)
  })

  test('are out at once when they are admins no more', async ({ assert }) => {
    const { account, secret } = await createAdmin()
    const visitor = await signInAdmin({ account, secret })
    const page = await visitor.get('/admin/access')
    await account.merge({ isAdmin: false }).save()
    assert.equal((await visitor.get('/admin')).status, 404)
    const { fields } = formOf(page, '/admin/access')
    const saved = await visitor.browser.visit(visitor.host, '/admin/access', {
      method: 'POST',
      form: { ...fields, networks: '0.0.0.0/0' },
      headers: { 'x-forwarded-for': visitor.address },
    })
    assert.equal(saved.status, 404)
    assert.deepEqual(await networksOf(account), [])
  })

  test('reach nothing but the set-up once their app is gone', async ({ assert }) => {
    const { account, secret } = await createAdmin()
    const visitor = await signInAdmin({ account, secret })
    const page = await visitor.get('/admin/access')
    await account.merge({ totpSecret: null }).save()
    for (const path of ['/admin', '/admin/queues', '/admin/tenants.csv', '/account', '/choose']) {
      assert.equal((await visitor.get(path)).headers.location, '/account/two-factor', path)
    }
    const { fields } = formOf(page, '/admin/access')
    await visitor.browser.visit(visitor.host, '/admin/access', {
      method: 'POST',
      form: { ...fields, networks: '0.0.0.0/0' },
      headers: { 'x-forwarded-for': visitor.address },
    })
    assert.deepEqual(await networksOf(account), [])
  })

  test('are not in by the recovery code of somebody else', async ({ assert }) => {
    const [one, other] = [await createAdmin(), await createAdmin()]
    const twoFactor = await app.container.make(TwoFactor)
    const [code = ''] = await twoFactor.renewRecoveryCodes(other.account)
    const visitor = new Visitor(appUrl.host)
    await visitor.send('/login', { email: one.account.email, password: PASSWORD })
    assert.isDefined(errorAt(await visitor.submit('/login/code', { code }), 'code'))
    assert.equal((await visitor.get('/admin')).headers.location, '/login')
  })

  test('whose password was reset by mail are out everywhere, and still asked for a code', async ({
    assert,
  }) => {
    const { account, secret } = await createAdmin()
    await account.merge({ emailVerifiedAt: DateTime.utc() }).save()
    const visitor = await signInAdmin({ account, secret })
    const tokens = await app.container.make(AccountTokens)
    const token = await tokens.issue(account.id, 'reset_password', account.email)
    const reset = await app.container.make(ResetPassword)
    await reset.execute(i18nManager.locale('en'), token, 'another long password')
    assert.equal((await visitor.get('/admin')).headers.location, '/login')

    const thief = new Visitor(appUrl.host)
    const first = await thief.send('/login', {
      email: account.email,
      password: 'another long password',
    })
    assert.equal(first.headers.location, '/login/code')
    assert.equal((await thief.get('/admin')).headers.location, '/login')
  })

  test('cannot lock themselves out', async ({ assert }) => {
    const visitor = await adminVisitor()
    for (const networks of ['192.0.2.0/24', 'nonsense', '10.0.0.0/33', '::/200', '1.2.3.4/8/9']) {
      const page = await visitor.submit('/admin/access', { networks })
      assert.isDefined(errorAt(page, 'networks'), networks)
    }
    assert.equal((await visitor.get('/admin')).status, 200)
    await visitor.send('/admin/access', { networks: '0.0.0.0/0' })
    await visitor.send('/admin/access', { networks: '' })
    assert.equal((await visitor.get('/admin')).status, 200)
  })
})
