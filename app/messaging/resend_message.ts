import { Exception } from '@adonisjs/core/exceptions'
import { inject } from '@adonisjs/core'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import { QueueMessage } from '#messaging/queue_message'
import SmsMessage from '#messaging/sms_message'
import { OCCASIONS } from '#messaging/texts/occasions'

/** Why a message is not sent again: a code never is, nor what arrived, was sent again, or is of no use now. */
type ResendRefusal = 'code' | 'state' | 'twice' | 'late'

export class NotResendable extends Exception {
  static override status = 409
  static override code = 'E_SMS_NOT_RESENDABLE'

  constructor(readonly reason: ResendRefusal) {
    super('This SMS cannot be sent again.')
  }
}

/** Null when it may be. Nobody but the customer who asks gets another code. */
export function resendRefusal(message: SmsMessage, now: DateTime): ResendRefusal | null {
  const { urgency, worthSeconds } = OCCASIONS[message.event]
  if (urgency === 'code') return 'code'
  if (message.status !== 'failed' && message.status !== 'unknown') return 'state'
  if (message.resentAs !== null) return 'twice'
  const ends = worthSeconds === null ? null : message.createdAt.plus({ seconds: worthSeconds })
  return ends && now >= ends ? 'late' : null
}

/** Sends what failed, or may have, once more by an operator's wish: a message of its own. */
@inject()
export class ResendMessage {
  constructor(
    private clock: Clock,
    private queueMessage: QueueMessage
  ) {}

  /** Call in the tenant's scope. @returns the new message @throws NotResendable */
  async execute(id: number): Promise<SmsMessage> {
    const message = await SmsMessage.query().where('id', id).forUpdate().firstOrFail()
    const refusal = resendRefusal(message, this.clock.now())
    if (refusal) throw new NotResendable(refusal)
    const again = await this.queueMessage.again(message)
    await message.merge({ resentAs: again.id }).save()
    return again
  }
}
