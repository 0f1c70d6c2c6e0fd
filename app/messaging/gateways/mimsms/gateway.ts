import { jsonPost } from '#core/http/outbound_body'

import type { BalanceOutcome, SmsContext, SmsGateway, SmsMessage, SmsOutcome } from '../contract.js'
import { SmsLine } from '../sms_line.js'
import { readBalance, readSending } from './reply.js'

/** One account at MiM SMS. */
export class MimsmsGateway implements SmsGateway {
  readonly #line: SmsLine
  readonly #login: { UserName: string; Apikey: string }

  constructor(private readonly context: SmsContext) {
    const { user_name: user = '', api_key: key = '' } = context.credentials
    this.#login = { UserName: user, Apikey: key }
    this.#line = new SmsLine('MiM SMS', context, [key])
  }

  /** T is transactional; only promotions have a campaign, and "null" says that there is none. */
  async send(message: SmsMessage): Promise<SmsOutcome> {
    const request = jsonPost('MiM SMS send', `${this.context.baseUrl}/SMS`, {
      ...this.#login,
      MobileNumber: message.to.slice(1),
      CampaignId: 'null',
      SenderName: message.sender ?? this.context.credentials['sender_name'] ?? '',
      TransactionType: 'T',
      Message: message.text,
    })
    return this.#line.outOfReach(message, ['+880']) ?? this.#line.send(request, readSending)
  }

  balance(): Promise<BalanceOutcome> {
    const url = `${this.context.baseUrl}/balanceCheck`
    return this.#line.balance(jsonPost('MiM SMS balance', url, this.#login), readBalance)
  }
}
