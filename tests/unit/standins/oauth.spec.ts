import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto'
import { test } from '@japa/runner'
import { isRecord } from '#tests/standins/kit/guards'
import type { Provider } from '#tests/standins/oauth/clients'
import type { NewPerson } from '#tests/standins/oauth/people'
import { startOauth, type OauthOptions, type RunningOauth } from '#tests/standins/oauth/start'
import { read, readJson } from './web.js'

const BACK = 'http://isp.localhost/auth/back'
const ADDRESSES = {
  google: {
    authorize: '/google/o/oauth2/v2/auth',
    token: '/google/token',
    user: '/google/userinfo',
  },
  github: {
    authorize: '/github/login/oauth/authorize',
    token: '/github/login/oauth/access_token',
    user: '/github/user',
  },
} as const
const PROVIDERS: { provider: Provider }[] = [{ provider: 'google' }, { provider: 'github' }]
const ADA: NewPerson = { name: 'Ada Rahman', email: 'ada@example.test' }

type Fields = Record<string, string | undefined>

/** One sign-in as an application makes it, with raw calls so that each can be made wrongly. */
class Visit {
  readonly verifier = randomBytes(32).toString('base64url')
  readonly #addresses

  constructor(
    readonly oauth: RunningOauth,
    readonly provider: Provider
  ) {
    this.#addresses = ADDRESSES[provider]
  }

  authorizeUrl(changes: Fields = {}): string {
    const query = kept({
      client_id: `${this.provider}-client`,
      redirect_uri: BACK,
      response_type: 'code',
      scope: this.provider === 'google' ? 'openid email profile' : 'user:email',
      state: 'a state/with=odd&signs',
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    })
    return `${this.oauth.baseUrl}${this.#addresses.authorize}?${query}`
  }

  /** Presses a button of the consent page. @returns where the browser is sent. */
  async press(fields: Record<string, string>, changes: Fields = {}): Promise<URL> {
    const response = await fetch(this.authorizeUrl(changes), {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    })
    return new URL(response.headers.get('location') ?? `said:${await response.text()}`)
  }

  async code(changes: Fields = {}): Promise<string> {
    const back = await this.press({ person: String(this.oauth.control.people()[0]?.id) }, changes)
    return back.searchParams.get('code') ?? ''
  }

  async redeem(code: string, changes: Fields = {}) {
    const response = await fetch(`${this.oauth.baseUrl}${this.#addresses.token}`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: kept({
        client_id: `${this.provider}-client`,
        client_secret: `${this.provider}-secret`,
        grant_type: 'authorization_code',
        redirect_uri: BACK,
        code_verifier: this.verifier,
        code,
        ...changes,
      }),
    })
    const body: unknown = await response.json()
    return { status: response.status, body: isRecord(body) ? body : {} }
  }

  async token(): Promise<string> {
    const { body } = await this.redeem(await this.code())
    return String(body.access_token)
  }

  async ask(path: string, token: string) {
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${this.oauth.baseUrl}${path}`, { headers })
    const body: unknown = await response.json()
    return { status: response.status, body }
  }

  async user(token: string) {
    return this.ask(this.#addresses.user, token)
  }
}

function kept(fields: Fields): URLSearchParams {
  const given = new URLSearchParams()
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined) given.set(name, value)
  return given
}

async function open(provider: Provider, options: OauthOptions = {}): Promise<Visit> {
  const clients = PROVIDERS.flatMap((one) =>
    ['client', 'other'].map((name) => ({
      provider: one.provider,
      clientId: `${one.provider}-${name}`,
      clientSecret: `${one.provider}-secret`,
      redirectUris: [BACK],
    }))
  )
  return new Visit(await startOauth({ clients, people: [ADA], ...options }), provider)
}

test.group('OAuth stand-in', () => {
  test('{provider} asks on a page, returns the state untouched and sells a token')
    .with(PROVIDERS)
    .run(async ({ assert, cleanup }, { provider }) => {
      const visit = await open(provider)
      cleanup(() => visit.oauth.stop())
      const page = await read(visit.authorizeUrl())
      assert.include(page, 'Ada Rahman')
      assert.notInclude(page, '<script')
      const back = await visit.press({ person: '1001' })
      assert.equal(`${back.origin}${back.pathname}`, BACK)
      assert.equal(back.searchParams.get('state'), 'a state/with=odd&signs')
      const { status, body } = await visit.redeem(back.searchParams.get('code') ?? '')
      assert.equal(status, 200)
      assert.equal((await visit.user(String(body.access_token))).status, 200)
      assert.equal((await visit.user('ya29.another')).status, 401)
    })

  test('Google tells of the person what the scopes allow, and signs it', async ({
    assert,
    cleanup,
  }) => {
    const visit = await open('google')
    cleanup(() => visit.oauth.stop())
    const { body } = await visit.redeem(await visit.code({ nonce: 'n-1' }))
    assert.containSubset(await visit.user(String(body.access_token)), {
      body: { name: 'Ada Rahman', email: 'ada@example.test', email_verified: true },
    })
    const [header = '', claims = '', signature = ''] = String(body.id_token).split('.')
    assert.containSubset(JSON.parse(Buffer.from(claims, 'base64url').toString()), {
      aud: 'google-client',
      nonce: 'n-1',
      email_verified: true,
    })
    const certs = await readJson(`${visit.oauth.baseUrl}/google/oauth2/v3/certs`)
    const [key] = isRecord(certs) && Array.isArray(certs.keys) ? certs.keys : []
    const signed = Buffer.from(`${header}.${claims}`)
    const publicKey = createPublicKey({ key, format: 'jwk' })
    assert.isTrue(verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url')))

    const bare = await visit.redeem(await visit.code({ scope: 'openid' }))
    const { body: little } = await visit.user(String(bare.body.access_token))
    assert.deepEqual(little, { sub: '100000000000000001001' })
  })

  test('GitHub tells which addresses are verified, to whom it may', async ({ assert, cleanup }) => {
    const otherEmails = [{ email: 'ada@work.test', verified: true }]
    const visit = await open('github', { people: [{ ...ADA, verified: false, otherEmails }] })
    cleanup(() => visit.oauth.stop())
    const token = await visit.token()
    assert.containSubset(await visit.user(token), { body: { id: 1001, email: null } })
    assert.deepEqual((await visit.ask('/github/user/emails', token)).body, [
      { email: 'ada@example.test', primary: true, verified: false, visibility: 'private' },
      { email: 'ada@work.test', primary: false, verified: true, visibility: null },
    ])
    const { body } = await visit.redeem(await visit.code({ scope: 'read:user' }))
    assert.equal((await visit.ask('/github/user/emails', String(body.access_token))).status, 404)
  })

  test('GitHub answers with a form unless JSON is asked for', async ({ assert, cleanup }) => {
    const visit = await open('github')
    cleanup(() => visit.oauth.stop())
    const response = await fetch(`${visit.oauth.baseUrl}/github/login/oauth/access_token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'nobody' }),
    })
    assert.equal(response.status, 200)
    const answer = new URLSearchParams(await response.text())
    assert.equal(answer.get('error'), 'incorrect_client_credentials')
  })

  test('{provider} takes a code once, and a replay ends the token it became')
    .with(PROVIDERS)
    .run(async ({ assert, cleanup }, { provider }) => {
      const visit = await open(provider)
      cleanup(() => visit.oauth.stop())
      const code = await visit.code()
      const token = String((await visit.redeem(code)).body.access_token)
      assert.equal((await visit.user(token)).status, 200)
      assert.isUndefined((await visit.redeem(code)).body.access_token)
      assert.equal((await visit.user(token)).status, 401)
    })

  test('{provider} sells nothing for a code with {wrong}')
    .with(
      PROVIDERS.flatMap(({ provider }) => {
        const google = provider === 'google'
        const bad = google ? 'invalid_grant' : 'bad_verification_code'
        const who = google ? 'invalid_client' : 'incorrect_client_credentials'
        const mismatch = 'redirect_uri_mismatch'
        return [
          { wrong: 'another verifier', changes: { code_verifier: 'x'.repeat(43) }, error: bad },
          { wrong: 'no verifier', changes: { code_verifier: undefined }, error: bad },
          { wrong: 'another address', changes: { redirect_uri: `${BACK}/x` }, error: mismatch },
          { wrong: 'another client', changes: { client_id: `${provider}-other` }, error: bad },
          { wrong: 'a wrong secret', changes: { client_secret: 'guess' }, error: who },
          { wrong: 'another code', changes: { code: '4/guess' }, error: bad },
        ].map((row) => ({ provider, ...row }))
      })
    )
    .run(async ({ assert, cleanup }, row) => {
      const visit = await open(row.provider)
      cleanup(() => visit.oauth.stop())
      const code = await visit.code()
      const { status, body } = await visit.redeem(code, row.changes)
      assert.equal(body.error, row.error)
      assert.equal(
        status,
        row.provider === 'github' ? 200 : row.error === 'invalid_client' ? 401 : 400
      )
      assert.isUndefined(body.access_token)
      assert.isString((await visit.redeem(code)).body.access_token)
    })

  test('{provider} forgets a code after ten minutes')
    .with(PROVIDERS)
    .run(async ({ assert, cleanup }, { provider }) => {
      const visit = await open(provider)
      cleanup(() => visit.oauth.stop())
      const code = await visit.code()
      visit.oauth.control.advance(601)
      assert.isUndefined((await visit.redeem(code)).body.access_token)
    })

  test('Google sends nobody anywhere with {wrong}')
    .with([
      {
        wrong: 'another address',
        changes: { redirect_uri: `${BACK}/` },
        error: 'redirect_uri_mismatch',
      },
      { wrong: 'an unknown client', changes: { client_id: 'nobody' }, error: 'invalid_client' },
      { wrong: 'no PKCE', changes: { code_challenge: undefined }, error: 'invalid_request' },
      {
        wrong: 'plain PKCE',
        changes: { code_challenge_method: 'plain' },
        error: 'invalid_request',
      },
      { wrong: 'no scope', changes: { scope: undefined }, error: 'invalid_request' },
      { wrong: 'a token for a code', changes: { response_type: 'token' }, error: 'unsupported' },
    ])
    .run(async ({ assert, cleanup }, row) => {
      const visit = await open('google')
      cleanup(() => visit.oauth.stop())
      const said = await visit.press({ person: '1001' }, row.changes)
      assert.equal(said.protocol, 'said:')
      assert.include(said.href, row.error)
    })

  test('GitHub tells only the registered address of {error}')
    .with([
      { changes: { redirect_uri: 'http://evil.test/' }, error: 'redirect_uri_mismatch' },
      { changes: { code_challenge_method: 'plain' }, error: 'invalid_request' },
    ])
    .run(async ({ assert, cleanup }, row) => {
      const visit = await open('github')
      cleanup(() => visit.oauth.stop())
      const back = await visit.press({ person: '1001' }, row.changes)
      assert.equal(`${back.origin}${back.pathname}`, BACK)
      assert.equal(back.searchParams.get('error'), row.error)
      assert.isNull(back.searchParams.get('code'))
    })

  test('somebody says no, and somebody new says yes', async ({ assert, cleanup }) => {
    const visit = await open('google')
    cleanup(() => visit.oauth.stop())
    const back = await visit.press({ action: 'deny' })
    assert.equal(back.searchParams.get('error'), 'access_denied')
    assert.isNotNull(back.searchParams.get('state'))
    const fields = { action: 'new', name: 'Bilal', email: 'b@example.test' }
    const yes = await visit.press(fields)
    const { body } = await visit.redeem(yes.searchParams.get('code') ?? '')
    assert.containSubset(await visit.user(String(body.access_token)), {
      body: { email: 'b@example.test', email_verified: false },
    })
  })

  test('control adds, changes and takes tokens back over HTTP', async ({ assert, cleanup }) => {
    const visit = await open('google')
    cleanup(() => visit.oauth.stop())
    const token = await visit.token()
    const send = (method: string, path: string, body?: object) =>
      fetch(`${visit.oauth.origin}/__control/${path}`, { method, body: JSON.stringify(body) })
    await send('PATCH', 'people/1001', { email: 'new@example.test', verified: false })
    assert.containSubset(await visit.user(token), {
      body: { email: 'new@example.test', email_verified: false },
    })
    await send('DELETE', 'people/1001/tokens', {})
    assert.equal((await visit.user(token)).status, 401)
    assert.equal((await send('POST', 'people', { name: 'Nameless' })).status, 400)
    assert.equal((await send('POST', 'clients', { provider: 'myspace' })).status, 400)
  })
})
