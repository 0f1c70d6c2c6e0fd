import env from '#start/env'
import { appUrl } from '#config/app'
import Identity from '#platform/accounts/identity'
import type { Page } from '#tests/support/browser'
import { formOf } from '#tests/support/forms'
import { PASSWORD } from '#tests/support/isp'
import { type Visitor } from '#tests/support/operator'
import type { Provider } from '#tests/standins/oauth/clients'
import type { NewPerson, Person } from '#tests/standins/oauth/people'
import { startOauth, type RunningOauth } from '#tests/standins/oauth/start'

/** Google and GitHub, with our clients registered, for a group of tests. */
export class Providers {
  private constructor(private oauth: RunningOauth) {}

  /** The stand-in numbers its people anew each time: whoever was linked by such a number is forgotten. */
  static async open(): Promise<Providers> {
    await Identity.query().delete()
    const port = Number(new URL(env.get('OAUTH_BASE_URL') ?? '').port)
    const clients = (['google', 'github'] as const).map((provider) => ({
      provider,
      clientId: idOf(provider),
      clientSecret: secretOf(provider),
      redirectUris: [`${appUrl.origin}/oauth/${provider}/callback`],
    }))
    return new Providers(await startOauth({ port, clients }))
  }

  close(): Promise<void> {
    return this.oauth.stop()
  }

  get control() {
    return this.oauth.control
  }

  person(person: NewPerson): Person {
    return this.oauth.control.addPerson(person)
  }

  /** Sends somebody from a page of ours to the provider. @returns the provider's address */
  async leave(visitor: Visitor, provider: Provider, from = '/login'): Promise<string> {
    const action = from === '/login' ? `/oauth/${provider}` : `${from}/${provider}`
    const proof = from === '/login' ? {} : { password: PASSWORD }
    const page = await visitor.send(from, proof, action)
    return page.headers.location ?? ''
  }

  /** Presses a button of the provider's page. @returns the path of ours the browser is sent back to */
  async press(address: string, fields: Record<string, string>): Promise<string> {
    const body = new URLSearchParams(fields)
    const answer = await fetch(address, { method: 'POST', body, redirect: 'manual' })
    const back = answer.headers.get('location')
    if (!back) throw new Error(`The provider said: ${await answer.text()}`)
    const { origin, pathname, search } = new URL(back)
    if (origin !== appUrl.origin) throw new Error(`The provider sends people to ${origin}`)
    return pathname + search
  }

  /** The whole way to the provider and back. */
  async signIn(
    visitor: Visitor,
    provider: Provider,
    { id }: Person,
    from = '/login'
  ): Promise<Page> {
    const address = await this.leave(visitor, provider, from)
    return visitor.get(await this.press(address, { person: String(id) }))
  }

  /** Signs in with a linked provider once more, from a form of the account that asks for it. */
  async prove(
    visitor: Visitor,
    provider: Provider,
    { id }: Person,
    from = '/account/linked'
  ): Promise<Page> {
    const { _csrf: token = '' } = formOf(await visitor.get(from), '/logout').fields
    const page = await visitor.browser.visit(visitor.host, `/account/prove/${provider}`, {
      method: 'POST',
      form: { _csrf: token },
      headers: { 'x-forwarded-for': visitor.address, 'referer': `http://${visitor.host}${from}` },
    })
    const address = page.headers.location ?? ''
    return visitor.get(await this.press(address, { person: String(id) }))
  }
}

function idOf(provider: Provider): string {
  return env.get(provider === 'google' ? 'GOOGLE_CLIENT_ID' : 'GITHUB_CLIENT_ID') ?? ''
}

function secretOf(provider: Provider): string {
  const name = provider === 'google' ? 'GOOGLE_CLIENT_SECRET' : 'GITHUB_CLIENT_SECRET'
  return env.get(name)?.release() ?? ''
}
