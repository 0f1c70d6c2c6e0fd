import { formPost } from '#core/http/outbound_body'
import type { OutboundRequest } from '#core/http/outbound_request'
import { segmentsOf } from '#messaging/segments'

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

/** One account at Vonage. */
export class VonageGateway implements SmsGateway {
  readonly #line: SmsLine
  readonly #login: { api_key: string; api_secret: string }

  constructor(private readonly context: SmsContext) {
    const secret = context.credentials['api_secret'] ?? ''
    this.#login = { api_key: context.credentials['api_key'] ?? '', api_secret: secret }
    this.#line = new SmsLine('Vonage', context, [secret])
  }

  send(message: SmsMessage): Promise<SmsOutcome> {
    return this.#line.send(this.#sending(message), readSent)
  }

  /** The only call whose secret Vonage takes in the address. */
  balance(): Promise<BalanceOutcome> {
    const login = new URLSearchParams(this.#login)
    const url = `${this.context.baseUrl}/account/get-balance?${login}`
    return this.#line.balance({ name: 'Vonage balance', method: 'GET', url }, readBalance)
  }

  readReports(report: InboundReport): readonly DeliveryReport[] | null {
    return readReports(report, this.#login.api_key)
  }

  /** Without `type=unicode` what is not in GSM 03.38 arrives as question marks. */
  #sending(message: SmsMessage): OutboundRequest {
    return formPost('Vonage send', `${this.context.baseUrl}/sms/json`, {
      ...this.#login,
      from: message.sender ?? this.context.credentials['sender'] ?? '',
      to: message.to.slice(1),
      text: message.text,
      type: segmentsOf(message.text).encoding === 'UCS-2' ? 'unicode' : 'text',
      ...(message.statusUrl ? { callback: message.statusUrl } : {}),
    })
  }
}
