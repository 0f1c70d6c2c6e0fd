import { test } from '@japa/runner'
import { appUrl } from '#config/app'
import Account from '#platform/accounts/account'
import Membership from '#platform/accounts/membership'
import Tenant from '#tenancy/models/tenant'
import { Providers } from '#tests/functional/platform/accounts/providers'
import { anAccount, signedIn } from '#tests/functional/platform/accounts/people'
import { errorAt, formOf, text } from '#tests/support/forms'
import { Visitor } from '#tests/support/operator'
import { anySlug, createTenant } from '#tests/support/tenants'

const FORM = '/signup/company'

const aCompany = (changes: Record<string, string> = {}) => ({
  company: 'Second Net',
  subdomain: anySlug(),
  country: 'KE',
  ...changes,
})

test.group('One more company', () => {
  test('is opened by who is signed in, who is not asked who they are', async ({ assert }) => {
    const account = await anAccount()
    const visitor = await signedIn(account)
    const page = await visitor.get('/signup')
    assert.include(text(page.body), `added to your account, ${account.email}`)
    assert.notProperty(formOf(page, FORM).fields, 'password')

    const company = aCompany()
    const opened = await visitor.send('/signup', company, FORM)
    const { host } = new URL(opened.headers.location ?? '')
    assert.equal(host, `${company.subdomain}.${appUrl.host}`)
    const tenant = await Tenant.findByOrFail('slug', company.subdomain)
    assert.deepInclude(tenant.$attributes, { currency: 'KES', timezone: 'Africa/Nairobi' })
    const { accountId, role } = await Membership.findByOrFail('tenant_id', tenant.id)
    assert.deepEqual([accountId, role], [account.id, 'owner'])

    const second = aCompany()
    await visitor.send('/signup', second, FORM)
    const choice = text((await visitor.get('/choose')).body)
    for (const { subdomain } of [company, second]) assert.include(choice, subdomain)
  })

  test('is the first of somebody who came by Google and has no password', async ({ assert }) => {
    const providers = await Providers.open()
    try {
      const person = providers.person({ name: 'Nadia', email: `${anySlug()}@gmail.test` })
      const visitor = new Visitor(appUrl.host)
      await providers.signIn(visitor, 'google', person)
      assert.include((await visitor.get('/choose')).body, 'href="/signup"')
      const company = aCompany()
      const opened = await visitor.send('/signup', company, FORM)
      assert.include(opened.headers.location ?? '', '/enter?')
      const account = await Account.findByOrFail('email', person.email)
      const tenant = await Tenant.findByOrFail('slug', company.subdomain)
      assert.equal((await Membership.findByOrFail('tenant_id', tenant.id)).accountId, account.id)
    } finally {
      await providers.close()
    }
  })

  test('with a taken or reserved address, or nonsense, is refused at its field, all typed kept', async ({
    assert,
  }) => {
    const { slug } = await createTenant()
    const visitor = await signedIn(await anAccount())
    for (const [field, value] of [
      ['subdomain', slug],
      ['subdomain', 'admin'],
      ['company', 'x'],
      ['timezone', 'Asia/Dhaka'],
    ] as const) {
      const page = await visitor.submit('/signup', aCompany({ [field]: value }), FORM)
      assert.isNotEmpty(errorAt(page, field), `${field} ${value}`)
      assert.equal(formOf(page, FORM).fields.country, 'KE')
    }
  })

  test('of one e-mail there are five an hour', async ({ assert }) => {
    const visitor = await signedIn(await anAccount())
    for (let opened = 0; opened < 5; opened += 1) {
      const page = await visitor.send('/signup', aCompany(), FORM)
      assert.include(page.headers.location ?? '', '/enter?')
    }
    const page = await visitor.submit('/signup', aCompany(), FORM)
    assert.include(errorAt(page, 'company') ?? '', 'wait an hour')
  })

  test('is for nobody who is not signed in', async ({ assert }) => {
    const visitor = new Visitor(appUrl.host)
    const { _csrf: token = '' } = formOf(await visitor.get('/signup'), '/signup').fields
    const company = aCompany()
    const page = await visitor.browser.visit(visitor.host, FORM, {
      method: 'POST',
      form: { ...company, _csrf: token },
    })
    assert.equal(page.headers.location, '/login')
    assert.isNull(await Tenant.findBy('slug', company.subdomain))
  })
})
