import { test } from '@japa/runner'
import type Account from '#platform/accounts/account'
import { hostOf } from '#tests/support/browser'
import { errorAt, noticeOf, text } from '#tests/support/forms'
import { openIsp, PASSWORD } from '#tests/support/isp'
import { operatorOf, Visitor } from '#tests/support/operator'
import { appCode, haveTwoFactor } from '#tests/support/two_factor'
import { anAccount, signedIn } from '#tests/functional/platform/accounts/people'

const WRONG = 'This code is not right, or was used before. Wait for the next one.'

/** Enrols on the account's page. @returns the app's secret and the recovery codes */
async function enrol(visitor: Visitor): Promise<{ secret: string; codes: string[] }> {
  const { body } = await visitor.get('/account/two-factor')
  const secret = /data-copy-text>([A-Z2-7 ]+)</.exec(body)?.[1]?.replaceAll(' ', '') ?? ''
  const typed = { code: appCode(secret), password: PASSWORD }
  const page = await visitor.send('/account/two-factor', typed)
  const codes = page.body.match(/[a-z2-7]{4}(?:-[a-z2-7]{4}){3}/g) ?? []
  return { secret, codes }
}

/** The password, and then this code. @returns the page that comes of it */
async function signInWith({ email }: Account, code: string, visitor: Visitor) {
  const asked = await visitor.send('/login', { email, password: PASSWORD })
  if (asked.headers.location !== '/login/code') throw new Error('No code was asked for')
  return visitor.send('/login/code', { code })
}

test.group('Two-factor sign-in', () => {
  test('is turned on by a code, with ten recovery codes shown once, and ends other sessions', async ({
    assert,
  }) => {
    const account = await anAccount()
    const [visitor, other] = [await signedIn(account), await signedIn(account)]
    const page = await visitor.get('/account/two-factor')
    assert.include(page.body, 'src="data:image/png;base64,')
    const refused = async (fields: Record<string, string>) =>
      visitor.submit('/account/two-factor', fields)
    const half = await refused({ code: '000000', password: PASSWORD })
    assert.equal(errorAt(half, 'code'), WRONG)
    assert.isNotEmpty(errorAt(await refused({ code: '000000', password: 'not it' }), 'password'))

    const { codes } = await enrol(visitor)
    assert.lengthOf(new Set(codes), 10)
    const after = await visitor.get('/account/two-factor')
    assert.notInclude(after.body, codes[0] ?? 'none')
    assert.include(text(after.body), '10 left')
    assert.equal((await other.get('/account')).headers.location, '/login')
  })

  test('asks for a code after the password, and opens nothing without', async ({ assert }) => {
    const account = await anAccount()
    const secret = await haveTwoFactor(account)
    const visitor = new Visitor((await signedIn(account)).host)
    const refused = await signInWith(account, '123456', visitor)
    assert.equal(errorAt(await visitor.follow(refused), 'code'), WRONG)
    assert.equal((await visitor.get('/account')).headers.location, '/login')

    await signInWith(account, appCode(secret), visitor)
    assert.equal((await visitor.get('/account')).status, 200)
  })

  test('takes each code once, in two browsers at the same time too', async ({ assert }) => {
    const account = await anAccount()
    const secret = await haveTwoFactor(account)
    const host = (await signedIn(account)).host
    const code = appCode(secret)
    const visitors = [new Visitor(host), new Visitor(host)]
    for (const visitor of visitors)
      await visitor.send('/login', { email: account.email, password: PASSWORD })
    await Promise.all(visitors.map((visitor) => visitor.send('/login/code', { code })))
    const pages = await Promise.all(visitors.map((visitor) => visitor.get('/account')))
    assert.deepEqual(pages.map(({ status }) => status).sort(), [200, 302])

    const late = new Visitor(host)
    await signInWith(account, code, late)
    assert.equal((await late.get('/account')).headers.location, '/login')
    await signInWith(account, appCode(secret, 1), late)
    assert.equal((await late.get('/account')).status, 200)
  })

  test('takes each recovery code once, and none of those that were replaced', async ({
    assert,
  }) => {
    const account = await anAccount()
    const visitor = await signedIn(account)
    const { secret, codes } = await enrol(visitor)
    const [first = '', second = ''] = codes

    const lost = new Visitor(visitor.host)
    await signInWith(account, ` ${first.toUpperCase()} `, lost)
    assert.include(text((await lost.get('/account/two-factor')).body), '9 left')
    const again = new Visitor(visitor.host)
    await signInWith(account, first, again)
    assert.equal((await again.get('/account')).headers.location, '/login')

    const renewal = '/account/two-factor/recovery-codes'
    const code = appCode(secret, 1)
    const halves = [
      { code, password: 'not it' },
      { code: '111111', password: PASSWORD },
    ]
    for (const half of halves) {
      const refused = await lost.submit('/account/two-factor', half, renewal)
      assert.isNotEmpty(errorAt(refused, 'password') ?? errorAt(refused, 'code'))
    }
    const both = { code, password: PASSWORD }
    const renewed = await lost.send('/account/two-factor', both, renewal)
    assert.lengthOf(renewed.body.match(/[a-z2-7]{4}(?:-[a-z2-7]{4}){3}/g) ?? [], 10)
    await signInWith(account, second, again)
    assert.equal((await again.get('/account')).headers.location, '/login')
  })

  test('after five wrong codes not even the right one helps', async ({ assert }) => {
    const account = await anAccount()
    const secret = await haveTwoFactor(account)
    const visitor = new Visitor((await signedIn(account)).host)
    await visitor.send('/login', { email: account.email, password: PASSWORD })
    for (let guess = 0; guess < 5; guess += 1)
      await visitor.send('/login/code', { code: `00000${guess}` })
    const page = await visitor.submit('/login/code', { code: appCode(secret) })
    assert.match(errorAt(page, 'code') ?? '', /^Too many codes/)
    assert.equal((await visitor.get('/account')).headers.location, '/login')
  })

  test('is turned off by password and code together', async ({ assert }) => {
    const account = await anAccount()
    const visitor = await signedIn(account)
    const { secret } = await enrol(visitor)
    const off = '/account/two-factor/disable'
    const code = appCode(secret, 1)
    const wrong = await visitor.send('/account/two-factor', { code, password: 'not it' }, off)
    assert.isNotEmpty(errorAt(await visitor.follow(wrong), 'password'))
    const half = await visitor.send(
      '/account/two-factor',
      { code: '111111', password: PASSWORD },
      off
    )
    assert.isNotEmpty(errorAt(await visitor.follow(half), 'code'))

    const done = await visitor.send('/account/two-factor', { code, password: PASSWORD }, off)
    assert.include(noticeOf(await visitor.follow(done)), 'Two-factor sign-in is off')
    assert.equal((await signedIn(account)).host, visitor.host)
  })

  test('is asked for on the ISP’s own host as well', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const secret = await haveTwoFactor(isp.account)
    const visitor = new Visitor(hostOf(isp.tenant))
    await signInWith(isp.account, '123456', visitor)
    assert.equal((await visitor.get('/dashboard')).headers.location, '/login')
    const page = await signInWith(isp.account, appCode(secret), visitor)
    assert.equal(page.headers.location, '/dashboard')
    await assert.rejects(() => operatorOf(isp), /was not signed in/)
  })

  test('a platform admin without it sees the way to it and no admin page', async ({ assert }) => {
    const admin = await anAccount({ isAdmin: true })
    const visitor = await signedIn(admin)
    assert.equal((await visitor.get('/admin')).headers.location, '/account/two-factor')
    assert.include(text((await visitor.get('/account/two-factor')).body), 'Platform admins need')
    await enrol(visitor)
    assert.equal((await visitor.get('/admin')).status, 200)
  })

  test('nobody’s code is awaited where no password was given', async ({ assert }) => {
    const { host } = await signedIn(await anAccount())
    assert.equal((await new Visitor(host).get('/login/code')).headers.location, '/login')
  })
})
