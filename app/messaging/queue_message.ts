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

  async execute<E extends SmsEvent>(message: OutgoingMessage<E>): Promise<SmsMessage> {
    const tenantId = this.tenancy.tenant.id
    const text = smsText(message.event, message.data, message.locale)
    const readable = withoutCode(text, message.data)

    const row = await SmsMessage.create({
      customerId: message.customerId ?? null,
      mobile: message.mobile,
      event: message.event,
      body: readable,
      sealedBody: this.#sealed(message, text, readable, tenantId),
      segments: countSegments(text),
      status: 'queued',
    })

    await this.jobs.send('send-sms', { tenantId, messageId: row.id })
    return row
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
