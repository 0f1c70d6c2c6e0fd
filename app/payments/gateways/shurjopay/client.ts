import { isIPv4 } from 'node:net'

import { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'
import { jsonPost } from '#core/http/outbound_body'
import { OutboundFailure } from '#core/http/outbound_errors'

import { fieldsOf, nobodysEmail, word } from '../answers.js'
import type { GatewayContext, GatewayIntent } from '../contract.js'
import type { ShurjopayToken } from './token.js'
import { TokenKeeper } from './token_keeper.js'

const UNAUTHORIZED = 401
/** "Authentication failed" (SP3). */
const TOKEN_REFUSED = '1064'

/** The plugins send something in every field; of a hotspot's customer only the number is known. */
const NOTHING = 'N/A'

/** ShurjoPay's calls on the wire: paths, token. What the answers mean is not known here. */
export class ShurjopayClient {
  readonly #tokens: TokenKeeper

  constructor(private readonly context: GatewayContext) {
    this.#tokens = new TokenKeeper(context)
  }

  /** A log that keeps this account's password out. */
  newEvidence(): EvidenceLog {
    return new EvidenceLog(this.context.clock, [this.context.credentials['password'] ?? ''])
  }

  async authenticate(log: EvidenceLog): Promise<void> {
    await this.#tokens.renew(log)
  }

  create(intent: GatewayIntent, log: EvidenceLog): Promise<HttpAnswer> {
    const clientIp = (intent.clientIp ?? '').replace(/^::ffff:/, '')
    const order = {
      prefix: this.context.credentials['prefix'],
      amount: intent.amount.toDecimal(),
      order_id: intent.reference,
      currency: intent.amount.currency,
      return_url: intent.callbackUrl,
      cancel_url: intent.callbackUrl,
      client_ip: isIPv4(clientIp) ? clientIp : '0.0.0.0',
      customer_name: NOTHING,
      customer_phone: intent.mobile.replace(/^\+880/, '0'),
      customer_email: nobodysEmail(intent.callbackUrl),
      customer_address: NOTHING,
      customer_city: NOTHING,
      customer_post_code: NOTHING,
    }
    return this.#post('create', '/api/secret-pay', log, ({ token, storeId }) => ({
      token,
      store_id: storeId,
      ...order,
    }))
  }

  verify(spOrderId: string, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#post('verification', '/api/verification', log, () => ({ order_id: spOrderId }))
  }

  /** A token that is refused was refused before anything was done, so a new one may try once more. */
  async #post(
    call: string,
    path: string,
    log: EvidenceLog,
    body: (token: ShurjopayToken) => object
  ): Promise<HttpAnswer> {
    const token = await this.#tokens.current(log)
    const answer = await this.#send(call, path, log, token, body)
    if (!isTokenRefused(answer)) return answer
    return this.#send(call, path, log, await this.#tokens.replace(token.token, log), body)
  }

  async #send(
    call: string,
    path: string,
    log: EvidenceLog,
    token: ShurjopayToken,
    body: (token: ShurjopayToken) => object
  ): Promise<HttpAnswer> {
    log.hide([token.token])
    const { baseUrl, http } = this.context
    const request = jsonPost(`ShurjoPay ${call}`, `${baseUrl}${path}`, body(token), {
      authorization: `Bearer ${token.token}`,
    })
    try {
      const answer = await http.send(request)
      log.answered(request.name, answer)
      return answer
    } catch (error) {
      if (error instanceof OutboundFailure) log.failed(request.name, error)
      throw error
    }
  }
}

function isTokenRefused(answer: HttpAnswer): boolean {
  const code = word(fieldsOf(answer.json())?.['sp_code'])
  return answer.status === UNAUTHORIZED || code === TOKEN_REFUSED
}
