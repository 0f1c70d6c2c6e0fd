import type { NoticeCall } from '../kit/notices.js'
import { razorpayId, type Merchant } from './merchants.js'
import { sign } from './signatures.js'

/** One event to an account's webhook, signed over the very bytes that are sent. */
export function eventOf(
  merchant: Merchant,
  event: string,
  about: string,
  entities: Record<string, unknown>,
  epochMs: number
): NoticeCall | undefined {
  const { webhook } = merchant
  if (!webhook || webhook.events?.includes(event) === false) return undefined
  const payload = Object.fromEntries(
    Object.entries(entities).map(([name, entity]) => [name, { entity }])
  )
  const body = JSON.stringify({
    entity: 'event',
    account_id: merchant.accountId,
    event,
    contains: Object.keys(entities),
    payload,
    created_at: Math.floor(epochMs / 1000),
  })
  return {
    about,
    method: 'POST',
    url: webhook.url,
    body,
    headers: {
      'content-type': 'application/json',
      'x-razorpay-event-id': razorpayId('evt').slice(4),
      'x-razorpay-signature': sign(body, webhook.secret),
    },
  }
}
