import { inject } from '@adonisjs/core'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import type { MobileNumber } from '#core/mobile_number'
import { sealOutgoing } from '#messaging/outgoing_text'
import { quietVerdict } from '#messaging/quiet_hours'
import SmsMessage from '#messaging/sms_message'
import { countSegments } from '#messaging/segments'
import type { SmsEvent, SmsEvents } from '#messaging/templates'
import { OCCASIONS } from '#messaging/texts/occasions'
import { ownTexts } from '#messaging/texts/own_texts'
import { smsText } from '#messaging/texts/sms_text'
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
 * scope: what is rolled back is never sent. What is decided in quiet hours waits for their
 * end, or is dropped where nobody would need it then; what is switched off is not even noted.
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

  /** One statement for the messages and at most two for their jobs, however many. */
  async executeMany<E extends SmsEvent>(messages: readonly OutgoingMessage<E>[]): Promise<void> {
    const { tenant } = this.tenancy
    const wanted = messages.filter(({ event }) => !ownTexts(tenant, event).off)
    await this.#insert(wanted.map((message) => this.#row(message)))
  }

  /**
   * Sends the text of a message in the history once more, as a message of its own. The caller
   * sees to it that the text is all there is: that of a code is not.
   */
  async again(message: SmsMessage): Promise<SmsMessage> {
    const { event, mobile, customerId, body, segments } = message
    const now = this.clock.now()
    const [id] = await this.#insert([
      {
        customer_id: customerId,
        mobile,
        event,
        body,
        sealed_body: null,
        segments,
        created_at: now.toJSDate(),
        ...this.#timing(event, now),
      },
    ])
    return SmsMessage.findOrFail(id)
  }

  async #insert(rows: readonly object[]): Promise<number[]> {
    if (rows.length === 0) return []
    const inserted: { id: string; status: string; due_at: Date | null }[] =
      await this.tenancy.transaction
        .knexQuery()
        .table(SmsMessage.table)
        .insert([...rows])
        .returning(['id', 'status', 'due_at'])

    const tenantId = this.tenancy.tenant.id
    const waiting = inserted.filter(({ status }) => status === 'queued')
    for (const dueAt of new Set(waiting.map((row) => row.due_at?.getTime()))) {
      await this.jobs.sendMany(
        'send-sms',
        waiting
          .filter((row) => row.due_at?.getTime() === dueAt)
          .map(({ id }) => ({ tenantId, messageId: Number(id) })),
        { startAfter: dueAt === undefined ? null : new Date(dueAt) }
      )
    }
    return inserted.map(({ id }) => Number(id))
  }

  #row<E extends SmsEvent>(message: OutgoingMessage<E>) {
    const { tenant } = this.tenancy
    const now = this.clock.now()
    const text = smsText(message.event, message.data, message.locale, tenant)
    const readable = withoutCode(text, message.data)
    const timing = this.#timing(message.event, now, message.worthSeconds)
    return {
      customer_id: message.customerId ?? null,
      mobile: message.mobile,
      event: message.event,
      body: readable,
      sealed_body: timing.status === 'queued' ? this.#sealed(message, text, readable, now) : null,
      segments: countSegments(text),
      created_at: now.toJSDate(),
      ...timing,
    }
  }

  /** When it goes, and whether it goes at all. */
  #timing(event: SmsEvent, now: DateTime, worthSeconds = OCCASIONS[event].worthSeconds) {
    const usefulUntil = worthSeconds === null ? null : now.plus({ seconds: worthSeconds })
    const verdict = quietVerdict(this.tenancy.tenant, event, now, usefulUntil)
    if (verdict === 'dropped') return { status: 'failed', error: 'quiet_hours', due_at: null }
    return { status: 'queued', error: null, due_at: verdict?.waitsUntil.toJSDate() ?? null }
  }

  #sealed<E extends SmsEvent>(
    { worthSeconds }: OutgoingMessage<E>,
    text: string,
    readable: string,
    now: DateTime
  ): string | null {
    if (worthSeconds === undefined && readable === text) return null
    const until = worthSeconds === undefined ? null : now.plus({ seconds: worthSeconds }).toISO()
    return sealOutgoing({ text, until }, this.tenancy.tenant.id)
  }
}

/** Operators see that a code was sent, never the code: it would open the customer's account. */
function withoutCode(text: string, data: object): string {
  return 'code' in data && typeof data.code === 'string'
    ? text.replaceAll(data.code, '•'.repeat(data.code.length))
    : text
}
