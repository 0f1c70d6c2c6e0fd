import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../kit/clock.js'
import { isRecord, isText } from '../kit/guards.js'
import type { Merchant, Merchants } from './merchants.js'
import { Refusal, Unauthorized } from './refusals.js'

const HOUR_MS = 3_600_000
const TOKEN_LIFETIME_SECONDS = 3600
const REFRESH_LIFETIME_SECONDS = 28 * 24 * 3600
const CALLS_AN_HOUR = 2

type TokenUse = 'id' | 'refresh'

/**
 * Grants, refreshes and checks tokens. A third token call within an hour blocks the merchant for
 * an hour (developer.bka.sh, token management). Tokens are signed with the merchant's own secret,
 * so they outlive a restart of the stand-in as real ones outlive bKash's deployments.
 */
export class TokenDesk {
  readonly #calls = new Map<string, number[]>()
  readonly #blockedUntil = new Map<string, number>()

  constructor(
    private readonly merchants: Merchants,
    private readonly clock: Clock
  ) {}

  /** @throws Refusal for wrong credentials, and for the third call within an hour. */
  grant(merchant: Merchant) {
    this.#countCall(merchant)
    return this.#tokens(merchant, this.#sign(merchant, 'refresh', REFRESH_LIFETIME_SECONDS))
  }

  /** @throws Refusal for an unknown or expired refresh token, and for the third call. */
  refresh(merchant: Merchant, refreshToken: string) {
    this.#countCall(merchant)
    if (this.#read(refreshToken, 'refresh') !== merchant) {
      throw new Refusal('9999', 'Invalid Refresh Token')
    }
    return this.#tokens(merchant, refreshToken)
  }

  /**
   * The merchant behind a business call.
   * @throws Unauthorized for a missing, foreign or expired token; Refusal for a wrong app key.
   */
  authorize(authorization: string | undefined, appKey: string | undefined): Merchant {
    const merchant = this.#read(authorization ?? '', 'id')
    if (!merchant) throw new Unauthorized('Unauthorized')
    if (appKey !== merchant.appKey) throw new Refusal('2001')
    this.#refuseBlocked(merchant)
    return merchant
  }

  /** Forgets the counted calls and the blocks, of one merchant or of all. */
  reset(username?: string): void {
    const names =
      username === undefined ? this.merchants.all().map((one) => one.username) : [username]
    for (const name of names) {
      this.#calls.delete(name)
      this.#blockedUntil.delete(name)
    }
  }

  #countCall(merchant: Merchant): void {
    this.#refuseBlocked(merchant)
    const now = this.clock.now()
    const recent = (this.#calls.get(merchant.username) ?? []).filter((at) => now - at < HOUR_MS)
    if (recent.length >= CALLS_AN_HOUR) {
      this.#blockedUntil.set(merchant.username, now + HOUR_MS)
      this.#refuseBlocked(merchant)
    }
    this.#calls.set(merchant.username, [...recent, now])
  }

  #refuseBlocked(merchant: Merchant): void {
    if ((this.#blockedUntil.get(merchant.username) ?? 0) > this.clock.now()) {
      throw new Refusal('9999', 'Token limit exceeded, the merchant is blocked for an hour')
    }
  }

  #tokens(merchant: Merchant, refreshToken: string) {
    return {
      statusCode: '0000',
      statusMessage: 'Successful',
      id_token: this.#sign(merchant, 'id', TOKEN_LIFETIME_SECONDS),
      token_type: 'Bearer',
      expires_in: TOKEN_LIFETIME_SECONDS,
      refresh_token: refreshToken,
    }
  }

  #sign(merchant: Merchant, use: TokenUse, lifetimeSeconds: number): string {
    const exp = Math.floor(this.clock.now() / 1000) + lifetimeSeconds
    const content = [
      { alg: 'HS256', typ: 'JWT' },
      { sub: merchant.username, use, exp },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    return `${content}.${signature(merchant, content)}`
  }

  #read(token: string, use: TokenUse): Merchant | undefined {
    const [head = '', payload = '', given = ''] = token.split('.')
    const claims = parseClaims(payload)
    const merchant = claims && this.merchants.byUsername(claims.sub)
    if (!claims || !merchant || claims.use !== use) return undefined
    if (!sameText(given, signature(merchant, `${head}.${payload}`))) return undefined
    if (claims.exp * 1000 > this.clock.now()) return merchant
    if (use === 'id') throw new Unauthorized('The incoming token has expired')
    return undefined
  }
}

function signature(merchant: Merchant, content: string): string {
  return createHmac('sha256', merchant.appSecret).update(content).digest('base64url')
}

function sameText(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function parseClaims(payload: string): { sub: string; use: string; exp: number } | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    if (!isRecord(claims)) return undefined
    const { sub, use, exp } = claims
    return isText(sub) && isText(use) && typeof exp === 'number' ? { sub, use, exp } : undefined
  } catch {
    return undefined
  }
}
