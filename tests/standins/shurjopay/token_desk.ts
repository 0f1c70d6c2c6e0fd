import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../kit/clock.js'
import { dhakaTime } from '../kit/dhaka_time.js'
import { isRecord, isText } from '../kit/guards.js'
import { Unauthenticated } from './codes.js'
import type { Merchant, Merchants } from './merchants.js'

const BEARER = /^Bearer (\S+)$/

/**
 * Gives out tokens and reads them back. A token is a JWT signed with the store's password, so it
 * outlives a restart of the stand-in.
 */
export class TokenDesk {
  /** Seconds; seen as 3600 and, a year later, as 900. */
  lifetimeSeconds = 3600
  /** How many a store was given, by its username, and how many of them count no more. */
  readonly #given = new Map<string, number>()
  readonly #expired = new Map<string, number>()

  constructor(
    private readonly merchants: Merchants,
    private readonly clock: Clock
  ) {}

  /** What `get_token` answers. `expires_in` is in no unit one could rely on: it never is. */
  grant(merchant: Merchant, executeUrl: string) {
    const time = dhakaTime(this.clock.now())
    return {
      token: this.#sign(merchant),
      store_id: merchant.storeId,
      execute_url: executeUrl,
      token_type: 'Bearer',
      sp_code: '200',
      message: 'Ok',
      TokenCreateTime: time,
      token_create_time: time,
      expires_in: 900_000,
    }
  }

  /** How many tokens a store was given. */
  given(username: string): number {
    return this.#given.get(username) ?? 0
  }

  /** Every token of a store is over, whatever its time. */
  expire(username: string): void {
    this.#expired.set(username, this.given(username))
  }

  /** @throws Unauthenticated for a token that is missing, forged or expired. */
  authorize(authorization: string | undefined): { merchant: Merchant; token: string } {
    const token = BEARER.exec(authorization ?? '')?.[1]
    if (token === undefined) throw new Unauthenticated('Unauthenticated.')
    return { merchant: this.#read(token), token }
  }

  #sign(merchant: Merchant): string {
    const iat = Math.floor(this.clock.now() / 1000)
    const sub = merchant.username
    const jti = this.given(sub) + 1
    this.#given.set(sub, jti)
    const content = [
      { typ: 'JWT', alg: 'HS256' },
      { iss: 'shurjopay', sub, jti, iat, exp: iat + this.lifetimeSeconds },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    return `${content}.${signature(merchant, content)}`
  }

  #read(token: string): Merchant {
    const [head = '', payload = '', given = ''] = token.split('.')
    const claims = parseClaims(payload)
    const merchant = claims && this.merchants.byUsername(claims.sub)
    if (!claims || !merchant || !sameText(given, signature(merchant, `${head}.${payload}`))) {
      throw new Unauthenticated('Unauthenticated.')
    }
    const isOver =
      claims.exp * 1000 <= this.clock.now() || claims.jti <= (this.#expired.get(claims.sub) ?? 0)
    if (isOver) throw new Unauthenticated('Token has expired')
    return merchant
  }
}

function signature(merchant: Merchant, content: string): string {
  return createHmac('sha256', merchant.password).update(content).digest('base64url')
}

function sameText(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function parseClaims(payload: string): { sub: string; jti: number; exp: number } | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    if (!isRecord(claims)) return undefined
    const { sub, jti, exp } = claims
    return isText(sub) && typeof jti === 'number' && typeof exp === 'number'
      ? { sub, jti, exp }
      : undefined
  } catch {
    return undefined
  }
}
