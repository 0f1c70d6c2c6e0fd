import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../kit/clock.js'
import type { OauthClient } from './clients.js'
import type { Person } from './people.js'

/** What a person said yes to, before it became a token. */
export interface Consent {
  client: OauthClient
  redirectUri: string
  /** Of the verifier, by S256 (RFC 7636 §4.2). */
  challenge: string | null
  scopes: string[]
  nonce: string | null
  person: Person
}

interface Grant extends Consent {
  /** Milliseconds since the Unix epoch. */
  expiresAt: number
  /** The token it became; a code is good once. */
  token: string | null
}

export interface AccessToken extends Consent {
  token: string
  expiresAt: number
}

export interface Redemption {
  code: string | null
  redirectUri: string | null
  verifier: string | null
}

type Reason = 'code' | 'redirect_uri' | 'verifier-missing' | 'verifier'

/** A code that buys no token; each provider has its own words for why. */
export class NotRedeemed extends Error {
  readonly code = 'E_NOT_REDEEMED'

  constructor(readonly reason: Reason) {
    super(`The code was not redeemed: ${reason}`)
  }
}

const CODE_MS = 10 * 60_000
export const TOKEN_SECONDS = 3599

/** Codes and the tokens they became. */
export class GrantBook {
  readonly #grants = new Map<string, Grant>()
  readonly #tokens = new Map<string, AccessToken>()

  constructor(private readonly clock: Clock) {}

  /** @returns the code, good for ten minutes (RFC 6749 §4.1.2 wants no more). */
  issue(consent: Consent): string {
    const code = `4/${randomBytes(24).toString('base64url')}`
    this.#grants.set(code, { ...consent, expiresAt: this.clock.now() + CODE_MS, token: null })
    return code
  }

  /**
   * A code used a second time also ends the token that it became (RFC 6749 §4.1.2).
   * @throws NotRedeemed
   */
  redeem(client: OauthClient, { code, redirectUri, verifier }: Redemption): AccessToken {
    const grant = this.#grants.get(code ?? '')
    if (grant?.client.clientId !== client.clientId || grant.client.provider !== client.provider) {
      throw new NotRedeemed('code')
    }
    if (grant.token !== null) {
      this.#tokens.delete(grant.token)
      throw new NotRedeemed('code')
    }
    if (grant.expiresAt <= this.clock.now()) throw new NotRedeemed('code')
    if (redirectUri !== grant.redirectUri) throw new NotRedeemed('redirect_uri')
    checkVerifier(grant.challenge, verifier)
    const token = `${client.provider === 'google' ? 'ya29.' : 'gho_'}${randomBytes(27).toString('base64url')}`
    grant.token = token
    const bought = { ...grant, token, expiresAt: this.clock.now() + TOKEN_SECONDS * 1000 }
    this.#tokens.set(token, bought)
    return bought
  }

  /** The token if it still counts; GitHub's of an OAuth app end only when they are taken back. */
  find(provider: OauthClient['provider'], token: string): AccessToken | undefined {
    const found = this.#tokens.get(token)
    if (found?.client.provider !== provider) return undefined
    if (provider === 'google' && found.expiresAt <= this.clock.now()) return undefined
    return found
  }

  /** The person takes back what they said yes to, in their settings. */
  revokeAll(person: Person): void {
    for (const [token, { person: theirs }] of this.#tokens) {
      if (theirs.id === person.id) this.#tokens.delete(token)
    }
  }
}

function checkVerifier(challenge: string | null, verifier: string | null): void {
  if (challenge === null) return
  if (verifier === null || verifier === '') throw new NotRedeemed('verifier-missing')
  const wellFormed = /^[\w.~-]{43,128}$/.test(verifier)
  const hash = createHash('sha256').update(verifier).digest('base64url')
  if (!wellFormed || hash !== challenge) throw new NotRedeemed('verifier')
}
