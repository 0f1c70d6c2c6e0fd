import { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'
import { jsonPost } from '#core/http/outbound_body'
import { OutboundFailure } from '#core/http/outbound_errors'
import type { OutboundRequest } from '#core/http/outbound_request'
import type { Money } from '#core/money'

import type { GatewayContext, GatewayIntent, RefundRequest } from '../contract.js'

/** Razorpay's calls on the wire (api/orders, api/payments, api/refunds). */
export class RazorpayClient {
  readonly #basic: string

  constructor(private readonly context: GatewayContext) {
    const { key_id: id = '', key_secret: secret = '' } = context.credentials
    this.#basic = Buffer.from(`${id}:${secret}`).toString('base64')
  }

  newEvidence(): EvidenceLog {
    const { clock, credentials } = this.context
    const secrets = ['key_secret', 'webhook_secret', 'previous_webhook_secret']
    return new EvidenceLog(clock, [this.#basic, ...secrets.map((key) => credentials[key] ?? '')])
  }

  createOrder({ amount, reference }: GatewayIntent, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#post('order', '/orders', log, {
      amount: amount.minor,
      currency: amount.currency,
      receipt: reference,
    })
  }

  order(id: string, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#get('order query', `/orders/${encodeURIComponent(id)}`, log)
  }

  payments(order: string, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#get('payments query', `/orders/${encodeURIComponent(order)}/payments`, log)
  }

  capture(payment: string, amount: Money, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#post('capture', `/payments/${encodeURIComponent(payment)}/capture`, log, {
      amount: amount.minor,
      currency: amount.currency,
    })
  }

  refund(request: RefundRequest, log: EvidenceLog): Promise<HttpAnswer> {
    const { gatewayTransaction, amount, reference } = request
    const path = `/payments/${encodeURIComponent(gatewayTransaction)}/refund`
    const body = { amount: amount.minor, speed: 'normal', receipt: reference }
    const headers = { 'x-refund-idempotency': `portico-refund-${reference}` }
    return this.#post('refund', path, log, body, headers)
  }

  refundStatus(refund: string, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#get('refund query', `/refunds/${encodeURIComponent(refund)}`, log)
  }

  /** The cheapest call that needs both keys. */
  authenticate(log: EvidenceLog): Promise<HttpAnswer> {
    return this.#get('check', '/orders?count=1', log)
  }

  #get(call: string, path: string, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#send({ name: `Razorpay ${call}`, method: 'GET', ...this.#at(path) }, log)
  }

  #post(
    call: string,
    path: string,
    log: EvidenceLog,
    body: object,
    headers: Record<string, string> = {}
  ): Promise<HttpAnswer> {
    const { url, headers: ours } = this.#at(path)
    return this.#send(jsonPost(`Razorpay ${call}`, url, body, { ...ours, ...headers }), log)
  }

  #at(path: string) {
    const headers = { accept: 'application/json', authorization: `Basic ${this.#basic}` }
    return { url: `${this.context.baseUrl}${path}`, headers }
  }

  async #send(request: OutboundRequest, log: EvidenceLog): Promise<HttpAnswer> {
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
