import { test } from '@japa/runner'
import { appUrl } from '#config/app'
import Account from '#platform/accounts/account'
import { codeAt } from '#platform/accounts/two_factor/totp'
import { adminVisitor, createAdmin, signInAdmin } from '#tests/functional/admin/admin'
import { errorAt } from '#tests/support/forms'
import { PASSWORD } from '#tests/support/isp'
import { Visitor } from '#tests/support/operator'
import { anySlug } from '#tests/support/tenants'

test.group('Admins', () => {
  test('set up an authenticator app before they see a page', async ({ assert }) => {
    const email = `${anySlug()}@portico.test`
    await Account.create({ email, name: 'New', password: PASSWORD, isAdmin: true })
    const visitor = new Visitor(appUrl.host)
    await visitor.send('/login', { email, password: PASSWORD })
    assert.equal((await visitor.get('/admin')).headers.location, '/account/two-factor')

    const enrolment = await visitor.get('/account/two-factor')
    const secret = /[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}/.exec(enrolment.body)?.[0].replaceAll(' ', '')
    await visitor.send('/account/two-factor', { code: codeAt(secret ?? '', Date.now()) })
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
