import { createHash } from 'node:crypto'

import type { EvidenceLog } from '#core/http/evidence'
import { OutboundFailure } from '#core/http/outbound_errors'

import { fieldsOf, word } from '../answers.js'
import type { GatewayContext } from '../contract.js'
import { readDaraja } from './answers.js'
import { MpesaTokenRefused } from './errors.js'

/** Seconds before its end at which a token is not used any more. */
const STOP_BEFORE = 60
const USUAL_LIFETIME = 3599

/** The account's access token, written down for all processes (Daraja "Authorization"). */
export class MpesaTokenKeeper {
  readonly #key: string

  constructor(private readonly context: GatewayContext) {
    const { account, environment, credentials, baseUrl } = context
    const { consumer_key: key = '', consumer_secret: secret = '' } = credentials
    const app = createHash('sha256')
      .update(JSON.stringify([baseUrl, key, secret]))
      .digest('hex')
    this.#key = `mpesa:${account.tenantId}:${account.gatewayId}:${environment}:${app.slice(0, 16)}`
  }

  /** @throws MpesaTokenRefused, OutboundFailure */
  async current(log: EvidenceLog): Promise<string> {
    return (await this.#stored()) ?? (await this.#renew(null, log))
  }

  /** Another token than the one that was just refused. Throws like `current`. */
  replace(rejected: string, log: EvidenceLog): Promise<string> {
    return this.#renew(rejected, log)
  }

  #renew(rejected: string | null, log: EvidenceLog): Promise<string> {
    return this.context.tokenCache.withLock(this.#key, async () => {
      const stored = await this.#stored()
      if (stored && stored !== rejected) return stored
      const { token, expiresAt } = await this.#obtain(log)
      await this.context.tokenCache.write(this.#key, JSON.stringify({ token, expiresAt }))
      return token
    })
  }

  async #stored(): Promise<string | null> {
    const record = fieldsOf(jsonIn(await this.context.tokenCache.read(this.#key)))
    const expiresAt = record?.['expiresAt']
    if (typeof expiresAt !== 'number' || expiresAt <= this.#now()) return null
    return word(record?.['token'])
  }

  async #obtain(log: EvidenceLog): Promise<{ token: string; expiresAt: number }> {
    const { baseUrl, credentials, http } = this.context
    const { consumer_key: key = '', consumer_secret: secret = '' } = credentials
    const basic = Buffer.from(`${key}:${secret}`).toString('base64')
    log.hide([basic])
    const name = 'M-Pesa token'
    const asked = this.#now()
    try {
      const answer = await http.send({
        name,
        method: 'GET',
        url: `${baseUrl}/oauth/v1/generate?grant_type=client_credentials`,
        headers: { accept: 'application/json', authorization: `Basic ${basic}` },
      })
      const reading = readDaraja(answer)
      const fields = reading.kind === 'answer' ? reading.fields : {}
      const token = word(fields['access_token'])
      log.hide([token ?? ''])
      log.answered(name, answer)
      if (!token) throw new MpesaTokenRefused(answer.status, reading)
      return { token, expiresAt: asked + (lifetimeIn(fields['expires_in']) - STOP_BEFORE) * 1000 }
    } catch (error) {
      if (error instanceof OutboundFailure) log.failed(name, error)
      throw error
    }
  }

  #now(): number {
    return this.context.clock.now().toMillis()
  }
}

/** Seconds, which Daraja writes as text. */
function lifetimeIn(value: unknown): number {
  const seconds = Number(word(value))
  return seconds > STOP_BEFORE && seconds <= 86_400 ? seconds : USUAL_LIFETIME
}

function jsonIn(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}
