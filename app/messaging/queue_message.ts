import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import type { MobileNumber } from '#core/mobile_number'
import { sealOutgoing } from '#messaging/outgoing_text'
import SmsMessage from '#messaging/sms_message'
import { countSegments } from '#messaging/segments'
import { smsText, type SmsEvent, type SmsEvents } from '#messaging/templates'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { Tenancy } from '#tenancy/tenancy'

export interface OutgoingMessage<E extends SmsEvent> {
  event: E
  mobile: MobileNumber
  customerId?: number | null
  locale: string
  data: SmsEvents[E]
  /** Seconds after which it is of no use any more and is not sent. */
  worthSeconds?: number
}

/**
 * Puts an SMS into the history and the queue, as part of the transaction in
 * scope: what is rolled back is never sent.
 */
@inject()
export class QueueMessage {
  constructor(
    private tenancy: Tenancy,
    private jobs: JobQueue,
    private clock: Clock
  ) {}

  async execute<E extends SmsEvent>(message: OutgoingMessage<E>): Promise<void> {
    await this.executeMany([message])
  }

  /** One statement for the messages and one for their jobs, however many. */
  async executeMany<E extends SmsEvent>(messages: readonly OutgoingMessage<E>[]): Promise<void> {
    if (messages.length === 0) return
    const tenantId = this.tenancy.tenant.id
    const inserted: { id: string }[] = await this.tenancy.transaction
      .knexQuery()
      .table(SmsMessage.table)
      .insert(messages.map((message) => this.#row(message, tenantId)))
      .returning('id')

    await this.jobs.sendMany(
      'send-sms',
      inserted.map(({ id }) => ({ tenantId, messageId: Number(id) }))
    )
  }

  #row<E extends SmsEvent>(message: OutgoingMessage<E>, tenantId: number) {
    const text = smsText(message.event, message.data, message.locale)
    const readable = withoutCode(text, message.data)
    return {
      customer_id: message.customerId ?? null,
      mobile: message.mobile,
      event: message.event,
      body: readable,
      sealed_body: this.#sealed(message, text, readable, tenantId),
      segments: countSegments(text),
      status: 'queued',
      created_at: this.clock.now().toJSDate(),
    }
  }

  #sealed<E extends SmsEvent>(
    { worthSeconds }: OutgoingMessage<E>,
    text: string,
    readable: string,
    tenantId: number
  ): string | null {
    if (worthSeconds === undefined && readable === text) return null
    const until =
      worthSeconds === undefined ? null : this.clock.now().plus({ seconds: worthSeconds }).toISO()
    return sealOutgoing({ text, until }, tenantId)
  }
}

/** Operators see that a code was sent, never the code: it would open the customer's account. */
function withoutCode(text: string, data: object): string {
  return 'code' in data && typeof data.code === 'string'
    ? text.replaceAll(data.code, '•'.repeat(data.code.length))
    : text
}
