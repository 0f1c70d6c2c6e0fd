import { formPost } from '#core/http/outbound_body'
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

/** One account at Africa's Talking. Reports go where the account's dashboard says. */
export class AfricasTalkingGateway implements SmsGateway {
  readonly #line: SmsLine
  readonly #username: string
  readonly #headers: Record<string, string>

  constructor(private readonly context: SmsContext) {
    const key = context.credentials['api_key'] ?? ''
    this.#username = context.credentials['username'] ?? ''
    this.#headers = { apikey: key, accept: 'application/json' }
    this.#line = new SmsLine('Africa’s Talking', context, [key])
  }

  send(message: SmsMessage): Promise<SmsOutcome> {
    return this.#line.send(this.#sending(message), readSent)
  }

  balance(): Promise<BalanceOutcome> {
    const query = new URLSearchParams({ username: this.#username })
    const url = `${this.context.baseUrl}/version1/user?${query}`
    const call = { name: 'Africa’s Talking balance', method: 'GET' as const, url }
    return this.#line.balance({ ...call, headers: this.#headers }, readBalance)
  }

  readReports(report: InboundReport): readonly DeliveryReport[] | null {
    return readReports(report)
  }

  #sending(message: SmsMessage): OutboundRequest {
    const sender = message.sender ?? this.context.credentials['sender']
    const fields = {
      username: this.#username,
      to: message.to,
      message: message.text,
      ...(sender ? { from: sender } : {}),
      bulkSMSMode: '1',
      enqueue: '1',
    }
    const url = `${this.context.baseUrl}/version1/messaging`
    return formPost('Africa’s Talking send', url, fields, this.#headers)
  }
}
