import type { Clock } from '../kit/clock.js'
import type { NoticeCall } from '../kit/notices.js'
import type { Delivery } from '../sms/control.js'
import type { InfobipAccount } from './accounts.js'
import { statusOf } from './statuses.js'

const WORDS = {
  sent: 'PENDING_WAITING_DELIVERY',
  delivered: 'DELIVERED_TO_HANDSET',
  failed: 'UNDELIVERABLE_NOT_DELIVERED',
} as const

const NO_ERROR = [0, 'OK', 0, 'NO_ERROR', 'No Error', false] as const
const ABSENT = [
  1,
  'HANDSET_ERRORS',
  6,
  'EC_ABSENT_SUBSCRIBER_SM',
  'Absent Subscriber',
  false,
] as const

/** Infobip's report of a message (infobip.com, "Receive outbound SMS message report"). */
export function deliveryReport(
  { message, outcome, code }: Delivery,
  account: InfobipAccount | undefined,
  clock: Clock
): NoticeCall | null {
  const url = message.statusUrl ?? account?.subscription
  message.state = outcome === 'failed' ? (code ?? WORDS.failed) : WORDS[outcome]
  if (url === undefined || !account) return null
  const [groupId, groupName, id, name, description, permanent] =
    outcome === 'failed' ? ABSENT : NO_ERROR
  const result = {
    bulkId: message.providerId,
    price: { pricePerMessage: account.purse.price(1), currency: account.purse.currency },
    status: statusOf(message.state),
    error: { groupId, groupName, id, name, description, permanent },
    messageId: message.providerId,
    to: message.to.slice(1),
    sender: message.from,
    sentAt: infobipTime(Date.parse(message.receivedAt)),
    doneAt: infobipTime(clock.now()),
    messageCount: message.segments.length,
  }
  return {
    about: message.providerId,
    method: 'POST',
    url,
    body: JSON.stringify({ results: [result] }),
    headers: { 'content-type': 'application/json' },
  }
}

/** `2026-06-07T11:12:34.000+0000`. */
function infobipTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '+0000')
}
