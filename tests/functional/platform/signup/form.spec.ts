import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { appUrl } from '#config/app'
import Package from '#hotspot/packages/package'
import UndeliverableAddress from '#messaging/mail/undeliverable_address'
import Account from '#platform/accounts/account'
import Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'
import { errorAt, formOf, text } from '#tests/support/forms'
import { openIsp, PASSWORD } from '#tests/support/isp'
import { Visitor } from '#tests/support/operator'
import { anySlug } from '#tests/support/tenants'

function application(changes: Record<string, string | undefined> = {}) {
  const subdomain = anySlug()
  return {
    company: 'GreenNet',
    subdomain,
    country: 'BD',
    name: 'Rahim Uddin',
    email: `${subdomain}@greennet.test`,
    password: PASSWORD,
    ...changes,
  }
}

const packagesOf = async (subdomain: string) => {
  const tenancy = await app.container.make(Tenancy)
  const tenant = await Tenant.findByOrFail('slug', subdomain)
  return tenancy.run(tenant, () => Package.all())
}

test.group('The form of sign-up', () => {
  test('begins with the example packages, unless they are unticked', async ({ assert }) => {
    const [ticked, unticked] = [application(), application({ example_packages: undefined })]
    await new Visitor(appUrl.host).send('/signup', ticked)
    await new Visitor(appUrl.host).send('/signup', unticked)
    assert.lengthOf(await packagesOf(ticked.subdomain), 5)
    assert.lengthOf(await packagesOf(unticked.subdomain), 0)
  })

  test('a country of several zones lets one choose; another country’s zone is refused', async ({
    assert,
  }) => {
    const input = application({ country: 'ID', timezone: 'Asia/Makassar' })
    await new Visitor(appUrl.host).send('/signup', input)
    const tenant = await Tenant.findByOrFail('slug', input.subdomain)
    assert.equal(tenant.timezone, 'Asia/Makassar')

    const page = await new Visitor(appUrl.host).submit(
      '/signup',
      application({ timezone: 'Asia/Makassar' })
    )
    assert.isNotEmpty(errorAt(page, 'timezone'))
  })

  test('says what follows from each country, and where the terms are', async ({ assert }) => {
    const visitor = new Visitor(appUrl.host)
    const page = text((await visitor.get('/signup')).body)
    for (const said of ['Bangladesh (+880, BDT)', 'Kenya (+254, KES)', 'terms of use']) {
      assert.include(page, said)
    }
    assert.equal((await visitor.get('/terms')).status, 200)
  })

  test('refuses the password {password}')
    .with(
      [
        ...['12345678', 'Password', 'password2026!', 'aaaaaaaa', 'abcabcabc', 'qwertyuiop'],
        ...['rahim.uddin', 'Rahim.Uddin1', 'rahim.uddin@greennet.test', 'greennet1'],
      ].map((password) => ({ password }))
    )
    .run(async ({ assert }, { password }) => {
      const input = application({ password, email: 'rahim.uddin@greennet.test' })
      const page = await new Visitor(appUrl.host).submit('/signup', input)
      assert.isNotEmpty(errorAt(page, 'password'))
      assert.isNull(await Account.findBy('email', input.email))
    })

  test('refuses the disposable address {email}')
    .with(
      ['a@mailinator.com', 'a@Mail.YOPMAIL.com', 'a@x.y.guerrillamail.com'].map((email) => ({
        email,
      }))
    )
    .run(async ({ assert }, { email }) => {
      const page = await new Visitor(appUrl.host).submit('/signup', application({ email }))
      assert.include(errorAt(page, 'email'), 'gone in minutes')
    })

  test('an address known to bounce is refused; one like a disposable one is not', async ({
    assert,
  }) => {
    const input = application()
    await UndeliverableAddress.create({ email: input.email, reason: '550 5.1.1 No such user' })
    const page = await new Visitor(appUrl.host).submit('/signup', input)
    assert.include(errorAt(page, 'email'), 'refuses it')

    const fine = application({ email: `${anySlug()}@notmailinator.com` })
    const answer = await new Visitor(appUrl.host).send('/signup', fine)
    assert.include(answer.headers.location ?? '', '/enter?')
  })

  test('who signs in by two steps takes both here, too', async ({ assert }) => {
    const { account } = await openIsp({ packages: false, gateways: false })
    await account.merge({ totpSecret: 'sealed' }).save()
    const visitor = new Visitor(appUrl.host)
    const answer = await visitor.send('/signup', application({ email: account.email }))
    assert.equal(answer.headers.location, '/login/code')
    assert.equal((await visitor.get('/choose')).headers.location, '/login')
  })

  test('a taken name comes with free ones, in the form and while typing', async ({ assert }) => {
    const { tenant } = await openIsp({ packages: false, gateways: false })
    const visitor = new Visitor(appUrl.host)
    const page = await visitor.submit('/signup', application({ subdomain: tenant.slug }))
    assert.include(errorAt(page, 'subdomain'), `${tenant.slug}-bd`)
    const live = await visitor.get(`/signup/subdomain?subdomain=${tenant.slug}`)
    assert.include(JSON.parse(live.body).message, `${tenant.slug}-net`)
    assert.equal(formOf(page, '/signup').fields.example_packages, '1', 'the tick is kept')
  })

  test('is in Bangla for who asks for it', async ({ assert }) => {
    const page = await new Visitor(appUrl.host).get('/signup?lang=bn')
    assert.include(page.body, 'পাঁচটি নমুনা প্যাকেজ')
    assert.include((await new Visitor(appUrl.host).get('/terms?lang=bn')).body, 'ব্যবহারের শর্ত')
  })
})
