import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { appUrl } from '#config/app'
import Account from '#platform/accounts/account'
import { OauthFlow } from '#platform/sign_in/oauth/oauth_flow'
import { text } from '#tests/support/forms'
import { Visitor } from '#tests/support/operator'
import { Providers } from '#tests/functional/platform/accounts/providers'

/** The faults outlast it: what is not refused at once is refused by then. */
const PATIENCE_MS = 200
const SLOW_MS = 20_000

const BOTH = ['google', 'github'] as const
const TOKEN = { google: '/google/token', github: '/github/login/oauth/access_token' }
const PROFILE = { google: '/google/userinfo', github: '/github/user' }
const BROKEN = [
  { what: TOKEN, modes: ['500', 'html', 'garbage', 'timeout', 'too-many'] },
  { what: PROFILE, modes: ['empty', 'cut', 'drop', 'slow-body', 'too-many', 'unauthorized'] },
]

let providers: Providers

const somebody = () =>
  providers.person({ name: 'Nadia', email: `${randomBytes(6).toString('hex')}@gmail.test` })

test.group('A provider that is wrong', (group) => {
  group.setup(async () => {
    providers = await Providers.open()
    app.container.swap(OauthFlow, () => new OauthFlow(PATIENCE_MS))
    return async () => {
      app.container.restore(OauthFlow)
      await providers.close()
    }
  })
  group.each.teardown(() => providers.control.clearFaults())

  test('{mode} at {path} is a page that says what to do, and opens nothing')
    .with(
      BOTH.flatMap((provider) =>
        BROKEN.flatMap(({ what, modes }) =>
          modes.map((mode) => ({ provider, mode, path: what[provider] }))
        )
      )
    )
    .run(async ({ assert }, { provider, mode, path }) => {
      const person = somebody()
      const visitor = new Visitor(appUrl.host)
      /** More than the client's own further tries. */
      providers.control.force({ path, mode, times: 9, delayMs: SLOW_MS })
      const page = await providers.signIn(visitor, provider, person)
      assert.equal(page.status, 502)
      assert.include(text(page.body), 'use your password')
      assert.include(page.body, 'href="/login"')
      assert.equal((await visitor.get('/account')).headers.location, '/login')
      assert.isNull(await Account.findBy('email', person.email))
    })
})

test.group('A provider that says what we did not ask for', (group) => {
  group.setup(async () => {
    providers = await Providers.open()
    return () => providers.close()
  })
  group.each.teardown(() => providers.control.clearFaults())

  test('{provider}: once it is well again, so is signing in')
    .with(BOTH.map((provider) => ({ provider })))
    .run(async ({ assert }, { provider }) => {
      const person = somebody()
      const visitor = new Visitor(appUrl.host)
      providers.control.force({ path: TOKEN[provider], mode: 'refuse', times: 9 })
      assert.equal((await providers.signIn(visitor, provider, person)).status, 502)
      providers.control.clearFaults()
      await providers.signIn(visitor, provider, person)
      assert.equal((await visitor.get('/account')).status, 200)
    })

  test('{provider}: a profile of somebody without a name or a number names nobody: {change}')
    .with([
      { provider: 'google' as const, change: '{"sub":""}' },
      { provider: 'google' as const, change: '{"sub":null}' },
      { provider: 'github' as const, change: '{"id":null}' },
      { provider: 'github' as const, change: '{"id":""}' },
    ])
    .run(async ({ assert }, { provider, change }) => {
      const visitor = new Visitor(appUrl.host)
      const path = PROFILE[provider]
      providers.control.force({ path, mode: 'rewrite', value: change, times: 9 })
      const page = await providers.signIn(visitor, provider, somebody())
      assert.equal(page.status, 502)
      assert.equal((await visitor.get('/account')).headers.location, '/login')
    })

  test('{provider}: a code that was caught is worth nothing in the catcher’s own sign-in')
    .with(BOTH.map((provider) => ({ provider })))
    .run(async ({ assert }, { provider }) => {
      const victim = somebody()
      const asked = await providers.leave(new Visitor(appUrl.host), provider)
      const caught = await providers.press(asked, { person: String(victim.id) })
      const code = new URL(caught, appUrl).searchParams.get('code') ?? ''

      const thief = new Visitor(appUrl.host)
      const own = new URL(await providers.leave(thief, provider)).searchParams.get('state') ?? ''
      const query = new URLSearchParams({ code, state: own })
      const page = await thief.get(`/oauth/${provider}/callback?${query}`)
      assert.equal(page.status, 502, 'the verifier of PKCE is another')
      assert.isNull(await Account.findBy('email', victim.email))
    })

  test('an error of its own, told on the way back, is told to the person')
    .with(
      ['server_error', 'temporarily_unavailable', 'invalid_scope', '<b>x</b>'].map((error) => ({
        error,
      }))
    )
    .run(async ({ assert }, { error }) => {
      const visitor = new Visitor(appUrl.host)
      const state =
        new URL(await providers.leave(visitor, 'google')).searchParams.get('state') ?? ''
      const page = await visitor.get(
        `/oauth/google/callback?${new URLSearchParams({ error, state })}`
      )
      assert.equal(page.status, 502)
      assert.notInclude(page.body, error)
    })

  test('an e-mail that is not one, or too long for us, opens nothing: {email}')
    .with([`${'x'.repeat(300)}@gmail.test`, 'no address', ''].map((email) => ({ email })))
    .run(async ({ assert }, { email }) => {
      const visitor = new Visitor(appUrl.host)
      const value = JSON.stringify({ email })
      providers.control.force({ path: PROFILE.google, mode: 'rewrite', value, times: 9 })
      const page = await providers.signIn(visitor, 'google', somebody())
      assert.equal(page.status, 400)
      assert.include(text(page.body), 'has not verified your email')
    })
})
