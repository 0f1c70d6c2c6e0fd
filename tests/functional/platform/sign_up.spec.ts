import { test } from '@japa/runner'
import { appUrl } from '#config/app'
import { knownCurrencies } from '#core/money'
import { isSupportedCountry } from 'libphonenumber-js/max'
import Account from '#platform/accounts/account'
import Membership from '#platform/accounts/membership'
import { countries } from '#platform/signup/countries'
import Tenant from '#tenancy/models/tenant'
import { orphans } from '#tests/functional/platform/states/stage'
import { hostOf } from '#tests/support/browser'
import { errorAt, formOf, text } from '#tests/support/forms'
import { openIsp, PASSWORD } from '#tests/support/isp'
import { Visitor } from '#tests/support/operator'
import { anySlug } from '#tests/support/tenants'

const HTML = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`

function stranger(): Visitor {
  return new Visitor(appUrl.host)
}

function application(changes: Record<string, string> = {}): Record<string, string> {
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

/** Goes over to the tenant's host by the ticket. */
async function cross(
  location: string | undefined
): Promise<{ visitor: Visitor; page: Awaited<ReturnType<Visitor['get']>> }> {
  const { host, pathname, search } = new URL(location ?? 'none:')
  const visitor = new Visitor(host)
  return { visitor, page: await visitor.get(pathname + search) }
}

test.group('Sign-up', () => {
  test('makes an ISP whose dashboard is the next page', async ({ assert }) => {
    const input = application({ company: 'Grüne Netze & Söhne', country: 'KE' })
    const page = await stranger().send('/signup', input)
    const { visitor, page: entered } = await cross(page.headers.location)

    assert.equal(visitor.host, `${input.subdomain}.${appUrl.host}`)
    const home = await visitor.follow(entered)
    assert.equal(home.status, 200)
    assert.include(text(home.body), 'Grüne Netze & Söhne')
    assert.include(text(home.body), 'Add your router')

    const tenant = await Tenant.findByOrFail('slug', input.subdomain)
    const { currency, timezone, country, status } = tenant
    assert.deepEqual(
      { currency, timezone, country, status },
      { currency: 'KES', timezone: 'Africa/Nairobi', country: 'KE', status: 'trial' }
    )
    const { role } = await Membership.findByOrFail('tenant_id', tenant.id)
    assert.equal(role, 'owner')
    for (const path of [
      'routers',
      'packages',
      'customers',
      'payments',
      'messages',
      'logs',
      'settings/gateways',
      'settings/profile',
    ]) {
      assert.equal((await visitor.get(`/dashboard/${path}`)).status, 200, path)
    }
  })

  test('the ticket works once, on its own host, for a minute', async ({ assert }) => {
    const other = await openIsp({ packages: false, gateways: false })
    const page = await stranger().send('/signup', application())
    const { host, pathname, search } = new URL(page.headers.location ?? '')

    const thief = new Visitor(hostOf(other.tenant))
    assert.equal((await thief.get(pathname + search)).headers.location, '/login')
    assert.equal((await thief.get('/dashboard')).headers.location, '/login')

    const owner = new Visitor(host)
    assert.equal((await owner.get(pathname + search)).headers.location, '/dashboard')
    const second = new Visitor(host)
    assert.equal((await second.get(pathname + search)).headers.location, '/login')
    assert.equal((await second.get('/dashboard')).headers.location, '/login')
    for (const forged of [
      '/enter',
      '/enter?ticket=',
      '/enter?ticket[]=a',
      '/enter?ticket=*',
      '/enter?ticket=' + 'a'.repeat(5000),
    ]) {
      assert.equal((await second.get(forged)).headers.location, '/login', forged)
    }
  })

  test('refuses the subdomain {subdomain}: {message}')
    .with([
      ...['www', 'admin', 'API', 'localhost', 'portico'].map((subdomain) => ({
        subdomain,
        message: /reserved/,
      })),
      ...[
        'ab',
        '-abc',
        'abc-',
        'a--b',
        'a_b',
        'a.b',
        'grün',
        'xn--gr-1',
        'a'.repeat(41).slice(0, 40) + '!',
        "a'b",
        'a b',
      ].map((subdomain) => ({ subdomain, message: /small letters, digits|At most/ })),
    ])
    .run(async ({ assert }, { subdomain, message }) => {
      const visitor = stranger()
      const input = application({ subdomain })
      const page = await visitor.submit('/signup', input)
      assert.match(errorAt(page, 'subdomain') ?? '', message)
      assert.equal(
        formOf(page, '/signup').fields.company,
        input.company,
        'what was typed is still there'
      )
      assert.isNull(await Account.findBy('email', input.email))
    })

  test('says while typing what the form will say', async ({ assert }) => {
    const { tenant } = await openIsp({ packages: false, gateways: false })
    const ask = async (subdomain: string) =>
      JSON.parse(
        (await stranger().get(`/signup/subdomain?subdomain=${encodeURIComponent(subdomain)}`)).body
      )
    assert.isFalse((await ask(tenant.slug)).available)
    assert.isFalse((await ask(tenant.slug.toUpperCase())).available)
    assert.isFalse((await ask('admin')).available)
    assert.isFalse((await ask('')).available)
    assert.isFalse((await ask(`x' or '1'='1`)).available)
    assert.deepEqual(await ask(anySlug()), { available: true, message: 'This address is free.' })
  })

  test('a live check that comes while a form is refused takes nothing of what it has to say', async ({
    assert,
  }) => {
    const visitor = stranger()
    const refused = await visitor.send('/signup', application({ subdomain: 'admin' }))
    const asked = await visitor.get('/signup/subdomain?subdomain=admin&lang=bn')
    assert.match(JSON.parse(asked.body).message, /[\u0980-\u09FF]{3}/)
    assert.lengthOf(asked.setCookies, 0)
    assert.isNotEmpty(errorAt(await visitor.follow(refused), 'subdomain'))
  })

  test('refuses a taken subdomain, and loses nothing that was typed', async ({ assert }) => {
    const { tenant } = await openIsp({ packages: false, gateways: false })
    const input = application({ subdomain: tenant.slug, country: 'NP' })
    const page = await stranger().submit('/signup', input)
    assert.match(errorAt(page, 'subdomain') ?? '', /taken/)
    const { password = '', ...visible } = input
    assert.containSubset(formOf(page, '/signup').fields, { ...visible })
    assert.notInclude(page.body, password)
  })

  test('of ten who want a subdomain at once one has it, and the others are told', async ({
    assert,
  }) => {
    const before = await orphans()
    const subdomain = anySlug()
    const rivals = [...'abcdefghij'].map((name) => ({
      visitor: stranger(),
      input: application({ subdomain, email: `${name}-${subdomain}@rival.test` }),
    }))
    const pages = await Promise.all(
      rivals.map(({ visitor, input }) => visitor.send('/signup', input))
    )
    const entered = pages.filter(({ headers }) => headers.location?.includes('/enter?'))
    assert.lengthOf(entered, 1)
    for (const [index, page] of pages.entries()) {
      if (page === entered[0]) continue
      const told = await rivals[index]?.visitor.follow(page)
      assert.match(errorAt(told ?? page, 'subdomain') ?? '', /taken/)
    }
    const [tenant, ...others] = await Tenant.query().where('slug', subdomain)
    assert.isEmpty(others)
    assert.lengthOf(await Membership.query().where('tenant_id', tenant?.id ?? 0), 1)
    assert.deepEqual(await orphans(), before)
  })

  test('sent twice at once, a form makes one company and leads to it twice', async ({ assert }) => {
    const input = application()
    const pages = await Promise.all([1, 2].map(() => stranger().send('/signup', input)))
    assert.deepEqual(
      pages.map(({ status }) => status),
      [302, 302]
    )
    assert.lengthOf(
      pages.filter(({ headers }) => headers.location?.includes('/enter?')),
      2
    )
    assert.lengthOf(await Tenant.query().where('slug', input.subdomain ?? ''), 1)
    assert.lengthOf(await Account.query().where('email', input.email ?? ''), 1)
  })

  test('who has an account adds a company with the same password', async ({ assert }) => {
    const { account } = await openIsp({ packages: false, gateways: false })
    const input = application({ email: account.email.toUpperCase(), name: 'Somebody else' })
    const page = await stranger().send('/signup', input)
    assert.include(page.headers.location ?? '', '/enter?')
    const tenant = await Tenant.findByOrFail('slug', input.subdomain)
    assert.equal((await Membership.findByOrFail('tenant_id', tenant.id)).accountId, account.id)
    assert.equal((await Account.findOrFail(account.id)).name, account.name)
  })

  test('nobody gets into an account with another password', async ({ assert }) => {
    const { account } = await openIsp({ packages: false, gateways: false })
    const input = application({ email: account.email, password: 'another password' })
    const visitor = stranger()
    const page = await visitor.submit('/signup', input)
    assert.match(errorAt(page, 'email') ?? '', /already has an account/)
    assert.isNull(await Tenant.findBy('slug', input.subdomain))
    assert.equal((await visitor.get('/choose')).headers.location, '/login')
  })

  test('the e-mail typed at sign-up signs in', async ({ assert }) => {
    const slug = anySlug()
    const email = `Rahim.Uddin-${slug}+isp@Yahoo.com`
    const page = await stranger().send('/signup', application({ email }))
    assert.include(page.headers.location ?? '', '/enter?')
    const signedIn = await stranger().send('/login', { email, password: PASSWORD })
    assert.include(signedIn.headers.location ?? '', '/enter?')
  })

  test('each empty field says so at its place', async ({ assert }) => {
    const page = await stranger().submit('/signup', {
      company: '',
      subdomain: '',
      country: '',
      name: '',
      email: '',
      password: '',
    })
    for (const field of ['company', 'subdomain', 'country', 'name', 'email', 'password']) {
      assert.isNotEmpty(errorAt(page, field), field)
    }
    assert.include(text(page.body), '6 fields need your attention')
  })

  test('refuses {field} {value}')
    .with([
      { field: 'company', value: 'x' },
      { field: 'company', value: 'x'.repeat(81) },
      { field: 'company', value: 'two\nlines' },
      { field: 'name', value: 'R' },
      { field: 'name', value: 'bell\u0007' },
      { field: 'email', value: 'rahim' },
      { field: 'email', value: 'rahim@' },
      { field: 'email', value: `${'r'.repeat(300)}@greennet.test` },
      { field: 'password', value: 'short' },
      { field: 'password', value: 'p'.repeat(129) },
      { field: 'country', value: 'XX' },
      { field: 'country', value: 'toString' },
    ])
    .run(async ({ assert }, { field, value }) => {
      const input = application({ [field]: value })
      const page = await stranger().submit('/signup', input)
      assert.isNotEmpty(errorAt(page, field))
      assert.isNull(await Tenant.findBy('slug', input.subdomain))
    })

  test('HTML in every field comes back as text', async ({ assert }) => {
    const page = await stranger().submit('/signup', {
      company: HTML,
      subdomain: HTML,
      country: HTML,
      name: HTML,
      email: HTML,
      password: HTML,
    })
    assert.notInclude(page.body, '<script>alert')
    assert.notInclude(page.body, '<img src=x')
    assert.equal(formOf(page, '/signup').fields.name, HTML)
  })

  test('an ISP named in HTML is shown as text on every page of its dashboard', async ({
    assert,
  }) => {
    const page = await stranger().send('/signup', application({ company: HTML, name: HTML }))
    const { visitor, page: entered } = await cross(page.headers.location)
    assert.equal(entered.headers.location, '/dashboard')
    for (const path of [
      '',
      '/routers',
      '/packages/create',
      '/logs?tab=activity',
      '/settings/profile',
    ]) {
      const { body, status } = await visitor.get(`/dashboard${path}`)
      assert.equal(status, 200)
      assert.notInclude(body, '<script>alert', path)
      assert.notInclude(body, '<img src=x', path)
      assert.include(text(body), HTML, path)
    }
  })

  test('an address that makes one account after another is stopped', async ({ assert }) => {
    const visitor = stranger()
    for (let café = 0; café < 40; café += 1) {
      await visitor.send('/signup', application({ email: 'x@mailinator.com' }))
    }
    const page = await visitor.submit('/signup', application())
    assert.match(errorAt(page, 'company') ?? '', /Too many accounts/)
    const elsewhere = await stranger().send('/signup', application())
    assert.include(elsewhere.headers.location ?? '', '/enter?')
  }).timeout(60_000)

  test('a password guessed here counts with those guessed at the sign-in', async ({ assert }) => {
    const { account } = await openIsp({ packages: false, gateways: false })
    const guesser = stranger()
    for (let guess = 0; guess < 10; guess += 1) {
      const password = `guess number ${guess}`
      await guesser.send('/signup', application({ email: account.email, password }))
    }
    const right = { email: account.email, password: PASSWORD }
    const page = await guesser.submit('/signup', application(right))
    assert.match(errorAt(page, 'email') ?? '', /already has an account/)
    assert.isNotEmpty(errorAt(await guesser.submit('/login', right), 'email'))
    const elsewhere = await stranger().send('/signup', application(right))
    assert.include(elsewhere.headers.location ?? '', '/enter?')
  })

  test('{name} has a currency, a zone and numbers we know')
    .with([...countries])
    .run(({ assert }, { code, currency, timezone }) => {
      assert.include(knownCurrencies, currency)
      assert.isTrue(isSupportedCountry(code))
      assert.doesNotThrow(() => new Intl.DateTimeFormat('en', { timeZone: timezone }))
    })
})
