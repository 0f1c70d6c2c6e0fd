import { createHash } from 'node:crypto'

import type { EvidenceLog } from '#core/http/evidence'
import { jsonPost } from '#core/http/outbound_body'
import { OutboundFailure } from '#core/http/outbound_errors'

import type { GatewayContext } from '../contract.js'
import { parseToken, readToken, type ShurjopayToken } from './token.js'

/**
 * Keeps one account's token for all processes, so that a payment costs no call for a token
 * of its own. A token belongs to the credentials and the address it was issued for.
 */
export class TokenKeeper {
  readonly #key: string

  constructor(private readonly context: GatewayContext) {
    const { account, environment, credentials, baseUrl } = context
    const issuedFor = JSON.stringify([baseUrl, Object.entries(credentials).sort()])
    const fingerprint = createHash('sha256').update(issuedFor).digest('hex').slice(0, 32)
    this.#key = ['shurjopay', account.tenantId, account.gatewayId, environment, fingerprint].join(
      ':'
    )
  }

  /** @throws ShurjopayTokenRefused, OutboundFailure */
  async current(log: EvidenceLog): Promise<ShurjopayToken> {
    return (await this.#kept(null)) ?? this.replace(null, log)
  }

  /**
   * Another token than `rejected`. Of twenty callers one asks, and nineteen find what it got.
   * Throws like `current`.
   */
  replace(rejected: string | null, log: EvidenceLog): Promise<ShurjopayToken> {
    return this.context.tokenCache.withLock(
      this.#key,
      async () => (await this.#kept(rejected)) ?? this.#obtain(log)
    )
  }

  /** A token that was issued just now, whatever is kept: it proves the credentials. */
  renew(log: EvidenceLog): Promise<ShurjopayToken> {
    return this.context.tokenCache.withLock(this.#key, () => this.#obtain(log))
  }

  async #kept(rejected: string | null): Promise<ShurjopayToken | null> {
    const token = parseToken(await this.context.tokenCache.read(this.#key))
    const usable = token && token.token !== rejected && this.#now() < token.expiresAt
    return usable ? token : null
  }

  async #obtain(log: EvidenceLog): Promise<ShurjopayToken> {
    const { baseUrl, credentials, http, tokenCache } = this.context
    const asked = this.#now()
    const request = jsonPost('ShurjoPay token', `${baseUrl}/api/get_token`, {
      username: credentials['username'],
      password: credentials['password'],
    })
    try {
      const token = readToken(await http.send(request), request.name, asked, log)
      await tokenCache.write(this.#key, JSON.stringify(token))
      return token
    } catch (error) {
      if (error instanceof OutboundFailure) log.failed(request.name, error)
      throw error
    }
  }

  #now(): number {
    return this.context.clock.now().toMillis()
  }
}
