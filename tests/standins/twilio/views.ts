import type { Clock } from '../kit/clock.js'
import type { SentMessage } from '../sms/outbox.js'

/** The message resource (twilio.com/docs/messaging/api/message-resource). */
export function messageView(message: SentMessage, service: string | null, clock: Clock) {
  const at = new Date(clock.now()).toUTCString().replace('GMT', '+0000')
  const uri = `/2010-04-01/Accounts/${message.account}/Messages/${message.providerId}`
  return {
    account_sid: message.account,
    api_version: '2010-04-01',
    body: message.text,
    date_created: at,
    date_sent: null,
    date_updated: at,
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: service === null ? message.from : null,
    messaging_service_sid: service,
    num_media: '0',
    num_segments: service === null ? String(message.segments.length) : '0',
    price: null,
    price_unit: 'USD',
    sid: message.providerId,
    status: message.state,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  }
}
