import { jsonPost } from '#core/http/outbound_body'

import type { BalanceOutcome, SmsContext, SmsGateway, SmsMessage, SmsOutcome } from '../contract.js'
import { SmsLine } from '../sms_line.js'
import { readBalance, readSending } from './reply.js'

/** Longest `csms_id`. */
const LONGEST_ID = 20

/** One account at SSL Wireless. */
export class SslwirelessGateway implements SmsGateway {
  readonly #line: SmsLine
  readonly #account: { api_token: string; sid: string }

  constructor(private readonly context: SmsContext) {
    const { api_token: token = '', sid = '' } = context.credentials
    this.#account = { api_token: token, sid }
    this.#line = new SmsLine('SSL Wireless', context, [token])
  }

  async send(message: SmsMessage): Promise<SmsOutcome> {
    const request = jsonPost('SSL Wireless send', `${this.context.baseUrl}/api/v3/send-sms`, {
      ...this.#account,
      ...(message.sender === undefined ? {} : { sid: message.sender }),
      msisdn: message.to.slice(1),
      sms: message.text,
      csms_id: message.messageId.replaceAll(/[^A-Za-z0-9]/g, 'x').slice(-LONGEST_ID),
    })
    return this.#line.outOfReach(message, ['+880']) ?? this.#line.send(request, readSending)
  }

  balance(): Promise<BalanceOutcome> {
    const url = `${this.context.baseUrl}/api/v3/balance`
    return this.#line.balance(jsonPost('SSL Wireless balance', url, this.#account), readBalance)
  }
}
