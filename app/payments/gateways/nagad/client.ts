import { isIPv4 } from 'node:net'

import { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'
import { jsonPost } from '#core/http/outbound_body'
import { OutboundFailure } from '#core/http/outbound_errors'
import type { OutboundRequest } from '#core/http/outbound_request'

import type { GatewayContext } from '../contract.js'
import type { Sealed } from './seal.js'

const API_VERSION = 'v-0.2.0'

/** Nagad's calls on the wire: paths and headers. Sealing, and what answers mean, is not known here. */
export class NagadClient {
  constructor(private readonly context: GatewayContext) {}

  /** A log that keeps the merchant's key out. */
  newEvidence(): EvidenceLog {
    return new EvidenceLog(this.context.clock, [this.context.credentials['private_key'] ?? ''])
  }

  get merchantId(): string {
    return this.context.credentials['merchant_id'] ?? ''
  }

  /** @param dateTime `YYYYMMDDHHmmss` in Dhaka, the same that is sealed */
  initialize(
    order: { orderId: string; dateTime: string; clientIp?: string },
    sealed: Sealed,
    log: EvidenceLog
  ): Promise<HttpAnswer> {
    const account = this.context.credentials['merchant_number']
    return this.#post(
      'initialize',
      `/check-out/initialize/${encodeURIComponent(this.merchantId)}/${encodeURIComponent(order.orderId)}`,
      { ...(account && { accountNumber: account }), dateTime: order.dateTime, ...sealed },
      log,
      order.clientIp
    )
  }

  complete(
    paymentReferenceId: string,
    merchantCallbackURL: string,
    sealed: Sealed,
    log: EvidenceLog,
    clientIp?: string
  ): Promise<HttpAnswer> {
    const body = { ...sealed, merchantCallbackURL, additionalMerchantInfo: {} }
    const path = `/check-out/complete/${encodeURIComponent(paymentReferenceId)}`
    return this.#post('complete', path, body, log, clientIp)
  }

  verify(paymentRefId: string, log: EvidenceLog): Promise<HttpAnswer> {
    const url = `${this.context.baseUrl}/verify/payment/${encodeURIComponent(paymentRefId)}`
    return this.#send({ name: 'Nagad verify', method: 'GET', url, headers: headers() }, log)
  }

  /** Nagad calls a refund a cancellation. */
  cancel(orderId: string, sealed: Sealed, log: EvidenceLog): Promise<HttpAnswer> {
    const { sensitiveData, signature } = sealed
    const body = { sensitiveDataCancelRequest: sensitiveData, signature }
    return this.#post(
      'refund',
      `/purchase/cancel?orderId=${encodeURIComponent(orderId)}`,
      body,
      log
    )
  }

  #post(call: string, path: string, body: object, log: EvidenceLog, clientIp?: string) {
    const url = `${this.context.baseUrl}${path}`
    return this.#send(jsonPost(`Nagad ${call}`, url, body, headers(clientIp)), log)
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

/** Nagad wants an IPv4 address of the customer; where we know none, it hears of none. */
function headers(clientIp = ''): Record<string, string> {
  const address = clientIp.replace(/^::ffff:/, '')
  return {
    'x-km-api-version': API_VERSION,
    'x-km-ip-v4': isIPv4(address) ? address : '0.0.0.0',
    'x-km-client-type': 'MOBILE_WEB',
  }
}
