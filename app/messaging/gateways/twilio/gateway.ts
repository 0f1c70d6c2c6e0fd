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

const MESSAGING_SERVICE = /^MG[0-9a-f]{32}$/i

/** One account at Twilio. */
export class TwilioGateway implements SmsGateway {
  readonly #line: SmsLine
  readonly #sid: string
  readonly #token: string
  readonly #basic: string

  constructor(private readonly context: SmsContext) {
    this.#sid = context.credentials['account_sid'] ?? ''
    this.#token = context.credentials['auth_token'] ?? ''
    this.#basic = Buffer.from(`${this.#sid}:${this.#token}`).toString('base64')
    this.#line = new SmsLine('Twilio', context, [this.#token, this.#basic])
  }

  send(message: SmsMessage): Promise<SmsOutcome> {
    return this.#line.send(this.#sending(message), readSent)
  }

  balance(): Promise<BalanceOutcome> {
    const call = { name: 'Twilio balance', method: 'GET' as const, url: this.#url('Balance.json') }
    return this.#line.balance({ ...call, headers: this.#headers }, readBalance)
  }

  readReports(report: InboundReport): readonly DeliveryReport[] | null {
    return readReports(report, this.#sid, this.#token)
  }

  #sending(message: SmsMessage): OutboundRequest {
    const sender = message.sender ?? this.context.credentials['sender'] ?? ''
    const fields = {
      To: message.to,
      [MESSAGING_SERVICE.test(sender) ? 'MessagingServiceSid' : 'From']: sender,
      Body: message.text,
      ...(message.statusUrl ? { StatusCallback: message.statusUrl } : {}),
    }
    return formPost('Twilio send', this.#url('Messages.json'), fields, this.#headers)
  }

  #url(resource: string): string {
    const account = encodeURIComponent(this.#sid)
    return `${this.context.baseUrl}/2010-04-01/Accounts/${account}/${resource}`
  }

  get #headers(): Record<string, string> {
    return { authorization: `Basic ${this.#basic}`, accept: 'application/json' }
  }
}
