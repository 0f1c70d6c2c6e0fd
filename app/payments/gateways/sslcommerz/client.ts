import { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'
import { formPost } from '#core/http/outbound_body'
import { OutboundFailure } from '#core/http/outbound_errors'
import type { OutboundRequest } from '#core/http/outbound_request'

import { nobodysEmail } from '../answers.js'
import type { GatewayContext, GatewayIntent } from '../contract.js'

const CREATE = '/gwprocess/v4/api.php'
const VALIDATE = '/validator/api/validationserverAPI.php'
const MERCHANT = '/validator/api/merchantTransIDvalidationAPI.php'

/** SSLCommerz refuses empty text in mandatory fields; this is what its samples write. */
const NOTHING = 'N/A'

/** SSLCommerz's calls on the wire. The password goes in forms and URLs, so no URL is ever logged. */
export class SslcommerzClient {
  constructor(private readonly context: GatewayContext) {}

  /** A log that keeps the store's password out. */
  newEvidence(): EvidenceLog {
    return new EvidenceLog(this.context.clock, [this.context.credentials['store_password'] ?? ''])
  }

  /** developer.sslcommerz.com/doc/v4 "Create and get session". One address takes every return. */
  create(intent: GatewayIntent, log: EvidenceLog): Promise<HttpAnswer> {
    const { callbackUrl, noticeUrl } = intent
    const fields = {
      ...this.#store,
      total_amount: intent.amount.toDecimal(),
      currency: intent.amount.currency,
      tran_id: intent.reference,
      success_url: callbackUrl,
      fail_url: callbackUrl,
      cancel_url: callbackUrl,
      ...(noticeUrl && { ipn_url: noticeUrl }),
      product_name: 'Internet access',
      product_category: 'Internet',
      product_profile: 'non-physical-goods',
      num_of_item: '1',
      shipping_method: 'NO',
      cus_name: NOTHING,
      cus_email: nobodysEmail(callbackUrl),
      cus_phone: intent.mobile.replace(/^\+880/, '0'),
      cus_add1: NOTHING,
      cus_city: NOTHING,
      cus_postcode: NOTHING,
      cus_country: 'Bangladesh',
    }
    return this.#send(
      formPost('SSLCommerz create', `${this.context.baseUrl}${CREATE}`, fields),
      log
    )
  }

  validate(valId: string, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#get('validation', VALIDATE, { val_id: valId }, log)
  }

  find(tranId: string, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#get('query', MERCHANT, { tran_id: tranId }, log)
  }

  /** @param fields bank_tran_id, refund_amount, refund_remarks, refe_id, refund_trans_id */
  refund(fields: Record<string, string>, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#get('refund', MERCHANT, fields, log)
  }

  refundStatus(refundRefId: string, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#get('refund query', MERCHANT, { refund_ref_id: refundRefId }, log)
  }

  get #store() {
    const { credentials } = this.context
    return {
      store_id: credentials['store_id'] ?? '',
      store_passwd: credentials['store_password'] ?? '',
    }
  }

  #get(call: string, path: string, fields: Record<string, string>, log: EvidenceLog) {
    const query = new URLSearchParams({ ...fields, ...this.#store, v: '1', format: 'json' })
    const url = `${this.context.baseUrl}${path}?${query.toString()}`
    return this.#send({ name: `SSLCommerz ${call}`, method: 'GET', url }, log)
  }

  async #send(request: OutboundRequest, log: EvidenceLog): Promise<HttpAnswer> {
    try {
      const answer = await this.context.http.send(request)
      log.hide(cardNumbers(answer.text))
      log.answered(request.name, answer)
      return answer
    } catch (error) {
      if (error instanceof OutboundFailure) log.failed(request.name, error)
      throw error
    }
  }
}

/** Cards come masked. One that did not would not be ours to keep. */
function cardNumbers(text: string): string[] {
  return [...text.matchAll(/"card_no"\s*:\s*"(\d[\d -]{10,}\d)"/g)].map(
    ([, number]) => number ?? ''
  )
}
