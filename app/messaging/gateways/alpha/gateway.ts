import { formPost } from '#core/http/outbound_body'
import type { OutboundRequest } from '#core/http/outbound_request'

import type {
  BalanceOutcome,
  DeliveryReport,
  SmsContext,
  SmsGateway,
  SmsMessage,
  SmsOutcome,
} from '../contract.js'
import { SmsLine } from '../sms_line.js'
import { readBalance, readReport, readSending } from './reply.js'

/** One account at Alpha SMS. */
export class AlphaGateway implements SmsGateway {
  readonly #line: SmsLine
  readonly #key: string

  constructor(private readonly context: SmsContext) {
    this.#key = context.credentials['api_key'] ?? ''
    this.#line = new SmsLine('Alpha SMS', context, [this.#key])
  }

  async send(message: SmsMessage): Promise<SmsOutcome> {
    const sender = message.sender ?? this.context.credentials['sender_id']
    const request = formPost('Alpha SMS send', `${this.context.baseUrl}/sendsms`, {
      api_key: this.#key,
      msg: message.text,
      to: message.to.slice(1),
      ...(sender === undefined ? {} : { sender_id: sender }),
    })
    return this.#line.outOfReach(message, ['+880']) ?? this.#line.send(request, readSending)
  }

  balance(): Promise<BalanceOutcome> {
    return this.#line.balance(this.#get('Alpha SMS balance', '/user/balance/'), readBalance)
  }

  /** One call for each message, one after the other. */
  async pollReports(providerIds: readonly string[]): Promise<readonly DeliveryReport[]> {
    const reports: DeliveryReport[] = []
    for (const id of providerIds) {
      const request = this.#get('Alpha SMS report', `/report/request/${encodeURIComponent(id)}/`)
      reports.push(...(await this.#line.reports(request, (answer) => readReport(answer, id))))
    }
    return reports
  }

  /** What only asks is GET with Alpha, the key in the address. */
  #get(name: string, path: string): OutboundRequest {
    const key = new URLSearchParams({ api_key: this.#key })
    return { name, method: 'GET', url: `${this.context.baseUrl}${path}?${key}` }
  }
}
