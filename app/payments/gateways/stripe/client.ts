import { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'
import { formPost } from '#core/http/outbound_body'
import { OutboundFailure } from '#core/http/outbound_errors'
import type { OutboundRequest } from '#core/http/outbound_request'

import { fieldsOf, word } from '../answers.js'
import type { GatewayContext, GatewayIntent, RefundRequest } from '../contract.js'
import { endpointRequest } from './endpoint_request.js'
import { sessionRequest } from './session_request.js'

/** The shapes this adapter reads; without it they follow the operator's account. */
const API_VERSION = '2026-10-28.endive'

const ENDPOINTS = '/v1/webhook_endpoints'

/** Stripe's calls on the wire: forms in, JSON out, a key for whatever must not happen twice. */
export class StripeClient {
  constructor(private readonly context: GatewayContext) {}

  newEvidence(): EvidenceLog {
    const { clock, credentials } = this.context
    const secrets = ['secret_key', 'webhook_secret', 'previous_webhook_secret']
    return new EvidenceLog(
      clock,
      secrets.map((key) => credentials[key] ?? '')
    )
  }

  createSession(intent: GatewayIntent, log: EvidenceLog): Promise<HttpAnswer> {
    const key = `portico-session-${intent.reference}`
    return this.#post('session', '/v1/checkout/sessions', sessionRequest(intent), log, key)
  }

  session(id: string, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#get('session query', `/v1/checkout/sessions/${encodeURIComponent(id)}`, log)
  }

  /** Closes a session nobody has paid, so that nobody can pay it in another tab. */
  expireSession(id: string, log: EvidenceLog): Promise<HttpAnswer> {
    const path = `/v1/checkout/sessions/${encodeURIComponent(id)}/expire`
    return this.#post('session expiry', path, {}, log)
  }

  refund({ gatewayTransaction, amount, reference }: RefundRequest, log: EvidenceLog) {
    const fields = { payment_intent: gatewayTransaction, amount: String(amount.minor) }
    return this.#post('refund', '/v1/refunds', fields, log, `portico-refund-${reference}`)
  }

  /** The secret is in this answer and in no other one. */
  createEndpoint(url: string, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#post('webhook', ENDPOINTS, endpointRequest(url, API_VERSION), log)
  }

  /** An account has 16 at most, so that one page is all of them. */
  endpoints(log: EvidenceLog): Promise<HttpAnswer> {
    return this.#get('webhook list', `${ENDPOINTS}?limit=100`, log)
  }

  deleteEndpoint(id: string, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#ask('DELETE', 'webhook removal', `${ENDPOINTS}/${encodeURIComponent(id)}`, log)
  }

  refundStatus(refund: string, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#get('refund query', `/v1/refunds/${encodeURIComponent(refund)}`, log)
  }

  /** Asks for a session there cannot be: a key that may read sessions is told so. */
  authenticate(log: EvidenceLog): Promise<HttpAnswer> {
    return this.#get('check', '/v1/checkout/sessions/cs_portico_connection_test', log)
  }

  #get(call: string, path: string, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#ask('GET', call, path, log)
  }

  #ask(
    method: 'GET' | 'DELETE',
    call: string,
    path: string,
    log: EvidenceLog
  ): Promise<HttpAnswer> {
    const url = `${this.context.baseUrl}${path}`
    return this.#send({ name: `Stripe ${call}`, method, url, headers: this.#headers() }, log)
  }

  #post(
    call: string,
    path: string,
    fields: Record<string, string>,
    log: EvidenceLog,
    idempotencyKey?: string
  ): Promise<HttpAnswer> {
    const headers = {
      ...this.#headers(),
      ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
    }
    const url = `${this.context.baseUrl}${path}`
    return this.#send(formPost(`Stripe ${call}`, url, fields, headers), log)
  }

  #headers(): Record<string, string> {
    return {
      'accept': 'application/json',
      'authorization': `Bearer ${this.context.credentials['secret_key'] ?? ''}`,
      'stripe-version': API_VERSION,
    }
  }

  /** A new endpoint's answer has its secret in it. */
  async #send(request: OutboundRequest, log: EvidenceLog): Promise<HttpAnswer> {
    try {
      const answer = await this.context.http.send(request)
      log.hide([word(fieldsOf(answer.json())?.['secret']) ?? ''])
      log.answered(request.name, answer)
      return answer
    } catch (error) {
      if (error instanceof OutboundFailure) log.failed(request.name, error)
      throw error
    }
  }
}
