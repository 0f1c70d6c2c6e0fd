import { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'
import { jsonPost } from '#core/http/outbound_body'
import { OutboundFailure } from '#core/http/outbound_errors'

import type { GatewayContext, GatewayIntent } from '../contract.js'
import { darajaPassword, darajaTime } from './daraja_time.js'
import { MpesaTokenKeeper } from './token_keeper.js'

const UNAUTHORIZED = 401

/** Daraja says "invalid access token" with this error code, and HTTP 404 or 401. */
const INVALID_TOKEN = /"404\.001\.03"/

/** Daraja's calls on the wire: paths, password, token. What answers mean is not known here. */
export class MpesaClient {
  readonly #tokens: MpesaTokenKeeper

  constructor(private readonly context: GatewayContext) {
    this.#tokens = new MpesaTokenKeeper(context)
  }

  newEvidence(): EvidenceLog {
    const { clock, credentials } = this.context
    const secrets = ['consumer_key', 'consumer_secret', 'passkey']
    return new EvidenceLog(
      clock,
      secrets.map((key) => credentials[key] ?? '')
    )
  }

  async authenticate(log: EvidenceLog): Promise<void> {
    await this.#tokens.current(log)
  }

  /** A till's push names the store as its short code and the till as who is paid (facts §2.7). */
  push(intent: GatewayIntent, shillings: number, log: EvidenceLog): Promise<HttpAnswer> {
    const { shortcode = '', till } = this.context.credentials
    const payer = intent.mobile.slice(1)
    return this.#post('push', '/mpesa/stkpush/v1/processrequest', log, {
      ...this.#signed(log),
      TransactionType: till ? 'CustomerBuyGoodsOnline' : 'CustomerPayBillOnline',
      Amount: shillings,
      PartyA: payer,
      PartyB: till ?? shortcode,
      PhoneNumber: payer,
      CallBackURL: intent.callbackUrl,
      AccountReference: intent.reference.slice(0, 12),
      TransactionDesc: 'Internet',
    })
  }

  query(push: string, log: EvidenceLog): Promise<HttpAnswer> {
    return this.#post('query', '/mpesa/stkpushquery/v1/query', log, {
      ...this.#signed(log),
      CheckoutRequestID: push,
    })
  }

  /** The password stands for the passkey, so it is a secret too. */
  #signed(log: EvidenceLog) {
    const { shortcode = '', passkey = '' } = this.context.credentials
    const Timestamp = darajaTime(this.context.clock.now())
    const Password = darajaPassword(shortcode, passkey, Timestamp)
    log.hide([Password])
    return { BusinessShortCode: shortcode, Password, Timestamp }
  }

  /** A refused token was refused before anything was done, so a new one may try once more. */
  async #post(call: string, path: string, log: EvidenceLog, body: object): Promise<HttpAnswer> {
    const token = await this.#tokens.current(log)
    const answer = await this.#send(call, path, log, body, token)
    if (answer.status !== UNAUTHORIZED && !INVALID_TOKEN.test(answer.text)) return answer
    return this.#send(call, path, log, body, await this.#tokens.replace(token, log))
  }

  async #send(
    call: string,
    path: string,
    log: EvidenceLog,
    body: object,
    token: string
  ): Promise<HttpAnswer> {
    log.hide([token])
    const request = jsonPost(`M-Pesa ${call}`, `${this.context.baseUrl}${path}`, body, {
      authorization: `Bearer ${token}`,
    })
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
