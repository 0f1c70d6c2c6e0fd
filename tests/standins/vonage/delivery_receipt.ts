import type { Clock } from '../kit/clock.js'
import type { NoticeCall } from '../kit/notices.js'
import type { Delivery } from '../sms/control.js'
import type { VonageAccount } from './accounts.js'

const WORDS = { sent: 'accepted', delivered: 'delivered', failed: 'failed' } as const
const ABSENT_SUBSCRIBER = '1'

/** A delivery receipt (developer.vonage.com, "Delivery Receipts"), one for each part. */
export function deliveryReceipt(
  { id, message, outcome, code }: Delivery,
  account: VonageAccount | undefined,
  clock: Clock
): NoticeCall | null {
  const url = message.statusUrl ?? account?.webhook
  message.state = WORDS[outcome]
  if (url === undefined || !account) return null
  const at = new Date(clock.now()).toISOString()
  const fields = {
    'msisdn': message.to.slice(1),
    'to': message.from,
    'network-code': '47001',
    'messageId': id,
    'price': account.purse.price(1).toFixed(8),
    'status': message.state,
    'scts': at.replace(/\D/g, '').slice(2, 12),
    'err-code': outcome === 'failed' ? (code ?? ABSENT_SUBSCRIBER) : '0',
    'api-key': account.id,
    ...(message.reference === undefined ? {} : { 'client-ref': message.reference }),
    'message-timestamp': at.slice(0, 19).replace('T', ' '),
  }
  const query = new URLSearchParams(fields).toString()
  const told = { about: message.providerId, url, body: '' }
  if (account.webhookFormat === 'GET') {
    return { ...told, method: 'GET', url: `${url}${url.includes('?') ? '&' : '?'}${query}` }
  }
  if (account.webhookFormat === 'POST') return { ...told, method: 'POST', body: query }
  const body = JSON.stringify(fields)
  return { ...told, method: 'POST', body, headers: { 'content-type': 'application/json' } }
}
