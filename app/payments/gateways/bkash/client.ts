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

  /** Mode 0011 is checkout without agreement, 0001 by one that the customer has made. */
  create(intent: GatewayIntent, log: EvidenceLog, agreement?: string): Promise<HttpAnswer> {
    return this.#post('create', '/tokenized/checkout/create', log, {
      ...(agreement === undefined ? { mode: '0011' } : { mode: '0001', agreementID: agreement }),
      ...customerOf(intent),
      amount: intent.amount.toDecimal(),
      currency: intent.amount.currency,
      intent: 'sale',
      merchantInvoiceNumber: intent.reference,
    })
  }

  /** Mode 0000 asks the customer to agree; nothing is paid by it. */
  createAgreement(intent: GatewayIntent, log: EvidenceLog): Promise<HttpAnswer> {
    const body = { mode: '0000', ...customerOf(intent) }
    return this.#post('agreement', '/tokenized/checkout/create', log, body)
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

  /** @param fields paymentId, trxId, refundAmount, sku, reason */
  refund(fields: Record<string, string>, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#post('refund', '/refund/payment/transaction', log, fields, this.#refunds)
  }

  /** @param fields paymentId, trxId */
  refundStatus(fields: Record<string, string>, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#post('refund query', '/refund/payment/status', log, fields, this.#refunds)
  }

  /** Refunds v2 are beside the version of payments, not under it. */
  get #refunds(): string {
    return `${new URL(this.context.baseUrl).origin}/v2/tokenized-checkout`
  }

  /** A 401 was refused before anything was done, so a new token may try once more. */
  async #post(
    call: string,
    path: string,
    log: EvidenceLog,
    body: object,
    base = this.context.baseUrl
  ): Promise<HttpAnswer> {
    const url = `${base}${path}`
    const token = await this.#tokens.current(log)
    const answer = await this.#send(call, url, log, body, token)
    if (answer.status !== UNAUTHORIZED) return answer
    return this.#send(call, url, log, body, await this.#tokens.replace(token, log))
  }

  /** The token goes raw, without "Bearer" (developer.bka.sh "Authentication"). */
  async #send(
    call: string,
    url: string,
    log: EvidenceLog,
    body: object,
    token: string
  ): Promise<HttpAnswer> {
    log.hide([token])
    const headers = {
      'authorization': token,
      'x-app-key': this.context.credentials['app_key'] ?? '',
    }
    const request = jsonPost(`bKash ${call}`, url, body, headers)
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

/** The wallet number fills bKash's first page. */
function customerOf({ mobile, callbackUrl }: GatewayIntent) {
  return { payerReference: mobile.replace(/^\+880/, '0'), callbackURL: callbackUrl }
}
