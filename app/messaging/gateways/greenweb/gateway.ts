import { formPost } from '#core/http/outbound_body'

import type { BalanceOutcome, SmsContext, SmsGateway, SmsMessage, SmsOutcome } from '../contract.js'
import { SmsLine } from '../sms_line.js'
import { readBalance, readSending } from './reply.js'

/** One account at Greenweb. Its answers repeat the token, which is why no evidence holds it. */
export class GreenwebGateway implements SmsGateway {
  readonly #line: SmsLine
  readonly #token: string

  constructor(private readonly context: SmsContext) {
    this.#token = context.credentials['token'] ?? ''
    this.#line = new SmsLine('Greenweb', context, [this.#token])
  }

  async send(message: SmsMessage): Promise<SmsOutcome> {
    const request = formPost('Greenweb send', `${this.context.baseUrl}/api.php?json`, {
      token: this.#token,
      to: message.to.slice(1),
      message: message.text,
    })
    return this.#line.outOfReach(message, ['+880']) ?? this.#line.send(request, readSending)
  }

  /** Flags say what is asked for; only GET is documented. */
  balance(): Promise<BalanceOutcome> {
    const token = new URLSearchParams({ token: this.#token })
    const url = `${this.context.baseUrl}/g_api.php?${token}&balance&json`
    return this.#line.balance({ name: 'Greenweb balance', method: 'GET', url }, readBalance)
  }
}
