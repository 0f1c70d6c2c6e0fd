import { formPost } from '#core/http/outbound_body'
import type { OutboundRequest } from '#core/http/outbound_request'
import { segmentsOf } from '#messaging/segments'

import type {
  BalanceOutcome,
  DeliveryReport,
  SmsContext,
  SmsGateway,
  SmsMessage,
  SmsOutcome,
} from '../contract.js'
import { SmsLine } from '../sms_line.js'
import { readReports } from './reports.js'
import { readBalance, readSending } from './reply.js'

/** One account at ElitBuzz or one of its resellers. */
export class ElitbuzzGateway implements SmsGateway {
  readonly #line: SmsLine
  readonly #key: string

  constructor(private readonly context: SmsContext) {
    this.#key = context.credentials['api_key'] ?? ''
    this.#line = new SmsLine('ElitBuzz', context, [this.#key])
  }

  /** Bangla arrives as question marks unless the type says unicode. */
  async send(message: SmsMessage): Promise<SmsOutcome> {
    const request = formPost('ElitBuzz send', `${this.context.baseUrl}/smsapi`, {
      api_key: this.#key,
      type: segmentsOf(message.text).encoding === 'UCS-2' ? 'unicode' : 'text',
      contacts: message.to.slice(1),
      senderid: message.sender ?? this.context.credentials['sender_id'] ?? '',
      msg: message.text,
    })
    return this.#line.outOfReach(message, ['+880']) ?? this.#line.send(request, readSending)
  }

  balance(): Promise<BalanceOutcome> {
    return this.#line.balance(this.#get('ElitBuzz balance', 'getBalance'), readBalance)
  }

  /** It tells of all recent messages at once. */
  pollReports(providerIds: readonly string[]): Promise<readonly DeliveryReport[]> {
    const request = this.#get('ElitBuzz reports', 'getDLR/getAll')
    return this.#line.reports(request, (answer) => readReports(answer, new Set(providerIds)))
  }

  /** What only asks has the key in its path; there is no other way. */
  #get(name: string, what: string): OutboundRequest {
    const key = encodeURIComponent(this.#key)
    return { name, method: 'GET', url: `${this.context.baseUrl}/miscapi/${key}/${what}` }
  }
}
