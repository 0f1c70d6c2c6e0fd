import { generateKeyPairSync, sign, type KeyPairKeyObjectResult } from 'node:crypto'
import type { Clock } from '../kit/clock.js'
import { TOKEN_SECONDS, type AccessToken } from './grants.js'
import { googleSubject } from './people.js'

const ISSUER = 'https://accounts.google.com'
const KEY_ID = 'stand-in'

/** Google's `id_token`: a JWT by RS256, whose key `/google/oauth2/v3/certs` tells. */
export class IdTokens {
  #made?: KeyPairKeyObjectResult

  constructor(private readonly clock: Clock) {}

  issue({ client, person, nonce, scopes }: AccessToken): string {
    const now = Math.floor(this.clock.now() / 1000)
    const claims = {
      iss: ISSUER,
      azp: client.clientId,
      aud: client.clientId,
      sub: googleSubject(person),
      ...(scopes.some(asksForEmail)
        ? { email: person.email, email_verified: person.verified }
        : {}),
      ...(scopes.some(asksForProfile) ? { name: person.name } : {}),
      ...(nonce === null ? {} : { nonce }),
      iat: now,
      exp: now + TOKEN_SECONDS,
    }
    const content = `${encode({ alg: 'RS256', kid: KEY_ID, typ: 'JWT' })}.${encode(claims)}`
    const signature = sign('RSA-SHA256', Buffer.from(content), this.#keys.privateKey)
    return `${content}.${signature.toString('base64url')}`
  }

  /** Made when first needed: that takes longer than all the rest of a sign-in. */
  get #keys(): KeyPairKeyObjectResult {
    this.#made ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
    return this.#made
  }

  /** As RFC 7517 has it. */
  get certificates() {
    const key = this.#keys.publicKey.export({ format: 'jwk' })
    return { keys: [{ ...key, kid: KEY_ID, alg: 'RS256', use: 'sig' }] }
  }
}

export function asksForEmail(scope: string): boolean {
  return scope === 'email' || scope.endsWith('/auth/userinfo.email')
}

export function asksForProfile(scope: string): boolean {
  return scope === 'profile' || scope.endsWith('/auth/userinfo.profile')
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
