import { jsonPost } from '#core/http/outbound_body'
import type { OutboundRequest } from '#core/http/outbound_request'

import type {
  BalanceOutcome,
  DeliveryReport,
  InboundReport,
  SmsContext,
  SmsGateway,
  SmsMessage,
  SmsOutcome,
} from '../contract.js'
import { SmsLine } from '../sms_line.js'
import { readBalance, readSent } from './reply.js'
import { readReports } from './reports.js'

/** One account at Infobip. */
export class InfobipGateway implements SmsGateway {
  readonly #line: SmsLine
  readonly #headers: Record<string, string>

  constructor(private readonly context: SmsContext) {
    const key = context.credentials['api_key'] ?? ''
    this.#headers = { authorization: `App ${key}`, accept: 'application/json' }
    this.#line = new SmsLine('Infobip', context, [key])
  }

  send(message: SmsMessage): Promise<SmsOutcome> {
    return this.#line.send(this.#sending(message), readSent)
  }

  balance(): Promise<BalanceOutcome> {
    const url = `${this.context.baseUrl}/account/1/balance`
    const request = { name: 'Infobip balance', method: 'GET' as const, url, headers: this.#headers }
    return this.#line.balance(request, readBalance)
  }

  readReports(report: InboundReport): readonly DeliveryReport[] | null {
    return readReports(report)
  }

  #sending(message: SmsMessage): OutboundRequest {
    const webhooks = { delivery: { url: message.statusUrl }, contentType: 'application/json' }
    const one = {
      sender: message.sender ?? this.context.credentials['sender'] ?? '',
      destinations: [{ to: message.to.slice(1) }],
      content: { text: message.text },
      ...(message.statusUrl ? { webhooks } : {}),
    }
    const url = `${this.context.baseUrl}/sms/3/messages`
    return jsonPost('Infobip send', url, { messages: [one] }, this.#headers)
  }
}
