import type { HttpAnswer } from '#core/http/outbound_answer'
import { formPost } from '#core/http/outbound_body'
import { type Money } from '#core/money'

import type { BalanceOutcome, SmsContext, SmsGateway, SmsMessage, SmsOutcome } from '../contract.js'
import type { SmsRefusal } from '../refusal.js'
import { SmsLine, type SendVerdict } from '../sms_line.js'
import { readBalance, readReply } from './reply.js'
import { ACCEPTED, refusalOf } from './refusals.js'

/** One account at BulkSMSBD. */
export class BulksmsbdGateway implements SmsGateway {
  readonly #line: SmsLine
  readonly #key: string

  constructor(private readonly context: SmsContext) {
    this.#key = context.credentials['api_key'] ?? ''
    this.#line = new SmsLine('BulkSMSBD', context, [this.#key])
  }

  /** POST, because a key in a URL ends up in logs. Numbers go without the plus (facts §5). */
  async send(message: SmsMessage): Promise<SmsOutcome> {
    const request = formPost('BulkSMSBD send', `${this.context.baseUrl}/smsapi`, {
      api_key: this.#key,
      type: 'text',
      number: message.to.slice(1),
      senderid: message.sender ?? this.context.credentials['sender_id'] ?? '',
      message: message.text,
    })
    return this.#line.outOfReach(message, ['+880']) ?? this.#line.send(request, readSending)
  }

  balance(): Promise<BalanceOutcome> {
    const url = `${this.context.baseUrl}/getBalanceApi?${new URLSearchParams({ api_key: this.#key })}`
    return this.#line.balance({ name: 'BulkSMSBD balance', method: 'GET', url }, readBalanceAnswer)
  }
}

function readSending(answer: HttpAnswer): SendVerdict | null {
  const reply = readReply(answer)
  if (reply?.code === ACCEPTED && answer.isSuccess) {
    return { accepted: { providerId: reply.messageId } }
  }
  return reply && refusalOf(reply.code)
}

function readBalanceAnswer(answer: HttpAnswer): Money | SmsRefusal | null {
  const balance = readBalance(answer)
  return typeof balance === 'number' ? refusalOf(balance) : balance
}
