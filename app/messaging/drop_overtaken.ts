import type { SmsEvent } from '#messaging/templates'
import SmsMessage from '#messaging/sms_message'

/** What is no longer true once a customer has a package again. */
const OVERTAKEN: readonly SmsEvent[] = ['suspended', 'low_balance', 'buy_package']

/**
 * Keeps messages that wait for the end of the quiet hours from telling a customer in the
 * morning what a purchase at night has ended. Call in the purchase's transaction.
 */
export async function dropOvertaken(customerId: number): Promise<void> {
  await SmsMessage.query()
    .where({ customerId, status: 'queued' })
    .whereNotNull('dueAt')
    .whereIn('event', [...OVERTAKEN])
    .update({ status: 'failed', error: 'overtaken' })
}
