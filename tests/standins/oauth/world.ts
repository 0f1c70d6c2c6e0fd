import type { Clock } from '../kit/clock.js'
import { withQuery, type AuthorizeRequest } from './authorize_request.js'
import { Clients } from './clients.js'
import { GrantBook } from './grants.js'
import { IdTokens } from './id_token.js'
import { People, type Person } from './people.js'

export interface WorldOptions {
  /** Whether a request without a challenge is refused, which neither provider does. */
  requirePkce: boolean
}

/** Everything the stand-in knows. */
export class OauthWorld {
  readonly clients = new Clients()
  readonly people = new People()
  readonly grants: GrantBook
  readonly idTokens: IdTokens
  readonly requirePkce: boolean

  constructor(
    readonly clock: Clock,
    { requirePkce }: WorldOptions
  ) {
    this.grants = new GrantBook(clock)
    this.idTokens = new IdTokens(clock)
    this.requirePkce = requirePkce
  }

  /** Where the browser goes once the person said yes. */
  allow(asked: AuthorizeRequest, person: Person): string {
    const { client, redirectUri, scopes, state } = asked
    const code = this.grants.issue({ ...asked, person })
    const extra =
      client.provider === 'google'
        ? { scope: scopes.join(' '), authuser: '0', prompt: 'consent' }
        : {}
    return withQuery(redirectUri, { state, code, ...extra })
  }

  /** And when they said no (RFC 6749 §4.1.2.1). */
  deny({ client, redirectUri, state }: AuthorizeRequest): string {
    const words =
      client.provider === 'github'
        ? { error_description: 'The user has denied your application access.' }
        : {}
    return withQuery(redirectUri, { error: 'access_denied', ...words, state })
  }
}
