import type { PublishCommandInput } from '@aws-sdk/client-sns'

import { EvidenceLog } from '#core/http/evidence'
import { OutboundFailure } from '#core/http/outbound_errors'

import type { SmsContext, SmsGateway, SmsMessage, SmsOutcome } from '../contract.js'
import { noAnswer } from '../sms_line.js'
import { SnsHttp } from './sns_http.js'

/** The US and Canada know no sender IDs. */
const WITHOUT_SENDER_ID = '+1'
const UNREADABLE = 'Amazon SNS answered with something that says neither yes nor no'

/** One account at Amazon SNS. There is no balance, and reports only in CloudWatch. */
export class SnsGateway implements SmsGateway {
  /** @param endpoint in place of the region's */
  constructor(
    private readonly context: SmsContext,
    private readonly endpoint: string | undefined
  ) {}

  /** Amazon's client is loaded by those who use it: it weighs more than all other adapters. */
  async send(message: SmsMessage): Promise<SmsOutcome> {
    const { credentials, clock, http } = this.context
    const { publish } = await import('./publish.js')
    const log = new EvidenceLog(clock, [credentials['secret_access_key'] ?? ''])
    const line = new SnsHttp(http, log)
    try {
      const verdict = await publish(credentials, this.endpoint, line, this.#publishing(message))
      const evidence = log.exchanges
      if (!verdict) {
        return { outcome: 'unknown', reason: 'unreadable_answer', detail: UNREADABLE, evidence }
      }
      if ('accepted' in verdict) return { outcome: 'accepted', ...verdict.accepted, evidence }
      return { outcome: 'refused', ...verdict, evidence }
    } catch (error) {
      if (error instanceof OutboundFailure) return noAnswer(error, log.exchanges)
      throw error
    }
  }

  #publishing(message: SmsMessage): PublishCommandInput {
    const sender = message.sender ?? this.context.credentials['sender_id']
    const named = sender && !message.to.startsWith(WITHOUT_SENDER_ID)
    return {
      PhoneNumber: message.to,
      Message: message.text,
      MessageAttributes: {
        'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
        ...(named ? { 'AWS.SNS.SMS.SenderID': { DataType: 'String', StringValue: sender } } : {}),
      },
    }
  }
}
