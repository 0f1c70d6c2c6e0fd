import { randomBytes } from 'node:crypto'
import type { Clock } from '../kit/clock.js'
import type { Merchants } from './merchants.js'
import { invalidToken, Refusal } from './refusals.js'

const BASIC = /^Basic ([A-Za-z0-9+/=]+)$/
const BEARER = /^Bearer (\S+)$/

/** Gives out tokens for `client_credentials` and knows whose app a token is. */
export class TokenDesk {
  /** Seconds; Daraja writes it as a text. */
  lifetimeSeconds = 3599
  readonly #tokens = new Map<string, { consumerKey: string; expiresAt: number }>()

  constructor(
    private readonly merchants: Merchants,
    private readonly clock: Clock
  ) {}

  /** @throws Refusal 400.008.01 for the credentials, 400.008.02 for the grant type. */
  grant(authorization: string | undefined, grantType: string | null) {
    if (grantType !== 'client_credentials') {
      throw new Refusal(400, '400.008.02', 'Invalid grant type passed')
    }
    const encoded = BASIC.exec(authorization ?? '')?.[1] ?? ''
    const [key = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
    if (!this.merchants.hasApp(key, secret.join(':'))) {
      throw new Refusal(400, '400.008.01', 'Invalid Authentication passed')
    }
    const token = randomBytes(21).toString('base64url')
    const expiresAt = this.clock.now() + this.lifetimeSeconds * 1000
    this.#tokens.set(token, { consumerKey: key, expiresAt })
    return { access_token: token, expires_in: String(this.lifetimeSeconds) }
  }

  /** The consumer key whose token it is. @throws Refusal 404.001.03 */
  authorize(authorization: string | undefined): string {
    const token = this.#tokens.get(BEARER.exec(authorization ?? '')?.[1] ?? '')
    if (!token || token.expiresAt <= this.clock.now()) throw invalidToken()
    return token.consumerKey
  }
}
