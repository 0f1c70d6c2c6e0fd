import { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'
import { jsonPost } from '#core/http/outbound_body'
import { OutboundFailure } from '#core/http/outbound_errors'

import type { GatewayContext, GatewayIntent } from '../contract.js'
import { TokenKeeper } from './token_keeper.js'

const UNAUTHORIZED = 401

/** bKash's calls on the wire: paths, headers, token. What the answers mean is not known here. */
export class BkashClient {
  readonly #tokens: TokenKeeper

  constructor(private readonly context: GatewayContext) {
    this.#tokens = new TokenKeeper(context)
  }

  /** A log that keeps this account's secrets out. */
  newEvidence(): EvidenceLog {
    const { clock, credentials } = this.context
    const secrets = ['password', 'app_key', 'app_secret'].map((key) => credentials[key] ?? '')
    return new EvidenceLog(clock, secrets)
  }

  async authenticate(log: EvidenceLog): Promise<void> {
    await this.#tokens.current(log)
  }

  /** Mode 0011 is checkout without agreement; the wallet number fills bKash's first page. */
  create(intent: GatewayIntent, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#post('create', '/tokenized/checkout/create', log, {
      mode: '0011',
      payerReference: intent.mobile.replace(/^\+880/, '0'),
      callbackURL: intent.callbackUrl,
      amount: intent.amount.toDecimal(),
      currency: intent.amount.currency,
      intent: 'sale',
      merchantInvoiceNumber: intent.reference,
    })
  }

  execute(paymentID: string, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#post('execute', '/tokenized/checkout/execute', log, {
      paymentID,
    })
  }

  query(paymentID: string, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#post('query', '/tokenized/checkout/payment/status', log, {
      paymentID,
    })
  }

  /** A 401 was refused before anything was done, so a new token may try once more. */
  async #post(call: string, path: string, log: EvidenceLog, body: object): Promise<HttpAnswer> {
    const token = await this.#tokens.current(log)
    const answer = await this.#send(call, path, log, body, token)
    if (answer.status !== UNAUTHORIZED) return answer
    return this.#send(call, path, log, body, await this.#tokens.replace(token, log))
  }

  /** The token goes raw, without "Bearer" (developer.bka.sh "Authentication"). */
  async #send(
    call: string,
    path: string,
    log: EvidenceLog,
    body: object,
    token: string
  ): Promise<HttpAnswer> {
    log.hide([token])
    const headers = {
      'authorization': token,
      'x-app-key': this.context.credentials['app_key'] ?? '',
    }
    const request = jsonPost(`bKash ${call}`, `${this.context.baseUrl}${path}`, body, headers)
    try {
      const answer = await this.context.http.send(request)
      log.answered(request.name, answer)
      return answer
    } catch (error) {
      if (error instanceof OutboundFailure) log.failed(request.name, error)
      throw error
    }
  }
}
