import { createHash } from 'node:crypto'

import { DateTime } from 'luxon'

import type { EvidenceLog } from '#core/http/evidence'
import { OutboundFailure, OutboundRefused } from '#core/http/outbound_errors'

import type { GatewayContext } from '../contract.js'
import { BkashTokenFailure, BkashTokenLimit, BkashTokenPause } from './token_errors.js'
import { emptyRecord, parseRecord, type IssuedToken, type TokenRecord } from './token_record.js'
import { readToken, tokenRequest } from './token_wire.js'

const HOUR = 3_600_000
const CALLS_AN_HOUR = 2
/** A call that got no token is not followed by another at once. */
const PAUSE = 60_000
/** How long a call may be under way before it arrives: the deadline of payments. */
const IN_FLIGHT = 30_000

/**
 * Keeps one account's token: one for all processes, written down so that a restart
 * costs nothing, renewed about minute 50, and never more than two calls in any hour.
 */
export class TokenKeeper {
  readonly #key: string
  readonly #fingerprint: string

  constructor(private readonly context: GatewayContext) {
    const { account, environment, credentials, baseUrl } = context
    const app = digest(credentials['app_key'] ?? '').slice(0, 16)
    this.#key = `bkash:${account.tenantId}:${account.gatewayId}:${environment}:${app}`
    this.#fingerprint = digest(JSON.stringify([baseUrl, Object.entries(credentials).sort()]))
  }

  /** @throws BkashTokenFailure, OutboundFailure when there is no token to be had */
  async current(evidence: EvidenceLog): Promise<string> {
    const { token } = await this.#read()
    return token && this.#isFresh(token) ? token.idToken : this.#renew(null, evidence)
  }

  /** Another token than `rejected`, which bKash has just refused. Throws like `current`. */
  replace(rejected: string, evidence: EvidenceLog): Promise<string> {
    return this.#renew(rejected, evidence)
  }

  /** Under the lock, so of twenty callers one asks bKash and nineteen find its token. */
  #renew(rejected: string | null, evidence: EvidenceLog): Promise<string> {
    return this.context.tokenCache.withLock(this.#key, async () => {
      const record = await this.#read()
      const token = record.token?.idToken === rejected ? null : record.token
      if (token && this.#isFresh(token)) return token.idToken

      try {
        return await this.#obtain({ ...record, token }, evidence)
      } catch (error) {
        const known = error instanceof BkashTokenFailure || error instanceof OutboundFailure
        // A renewal that failed early turns nobody away while the old token still works.
        if (known && token && this.#now() < token.expiresAt) return token.idToken
        throw error
      }
    })
  }

  /** One grant or refresh. It is counted before it is sent: a process may die in between. */
  async #obtain(record: TokenRecord, evidence: EvidenceLog): Promise<string> {
    const started = this.#now()
    const calls = record.calls.filter((at) => started - at < HOUR)
    this.#checkAllowance(calls, record.failedAt)

    const old = record.token
    const refresh = old && started < old.expiresAt ? old.refreshToken : null
    await this.#write({ ...record, calls: [...calls, started + IN_FLIGHT] })
    const request = tokenRequest(this.context, refresh)

    try {
      const answer = await this.context.http.send(request)
      const token = readToken(answer, request.name, started, evidence)
      const issued: IssuedToken = { ...token, fingerprint: this.#fingerprint }
      await this.#write({
        token: issued,
        calls: [...calls, this.#now()],
        failedAt: null,
      })
      return issued.idToken
    } catch (error) {
      if (error instanceof OutboundFailure) evidence.failed(request.name, error)
      if (error instanceof OutboundRefused) await this.#write({ ...record, calls })
      else {
        // A refresh token that did not work is not tried twice: the next call is a grant.
        const kept = old && { ...old, refreshToken: null }
        await this.#write({
          token: kept,
          calls: [...calls, this.#now()],
          failedAt: this.#now(),
        })
      }
      throw error
    }
  }

  #checkAllowance(calls: readonly number[], failedAt: number | null): void {
    if (calls.length >= CALLS_AN_HOUR) {
      const freed = [...calls].sort((one, other) => one - other)[calls.length - CALLS_AN_HOUR]
      throw new BkashTokenLimit(moment((freed ?? this.#now()) + HOUR))
    }
    if (failedAt !== null && this.#now() - failedAt < PAUSE) {
      throw new BkashTokenPause(moment(failedAt + PAUSE))
    }
  }

  #isFresh(token: IssuedToken): boolean {
    return this.#now() < token.refreshAfter
  }

  /** Forgets the token, and not the calls, when the operator has changed the credentials. */
  async #read(): Promise<TokenRecord> {
    const record = parseRecord(await this.context.tokenCache.read(this.#key))
    if (!record.token || record.token.fingerprint === this.#fingerprint) return record
    return { ...emptyRecord, calls: record.calls }
  }

  #write(record: TokenRecord): Promise<void> {
    return this.context.tokenCache.write(this.#key, JSON.stringify(record))
  }

  #now(): number {
    return this.context.clock.now().toMillis()
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function moment(millis: number): DateTime {
  return DateTime.fromMillis(millis, { zone: 'utc' })
}
