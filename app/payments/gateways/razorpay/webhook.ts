import { fieldsOf, word } from '../answers.js'
import type { InboundHint, Notice } from '../contract.js'
import { isSignedBy } from '../hmac_signature.js'

/**
 * A webhook (webhooks/validate-test): X-Razorpay-Signature is the HMAC of the body as it
 * came. After a change of the secret, retries of older events carry the old signature.
 */
export function readWebhook(
  { headers, rawBody }: InboundHint,
  secrets: readonly (string | undefined)[]
): Notice {
  if (!secrets.some(Boolean)) return { authentic: false, detail: 'No webhook secret was entered' }
  if (!isSignedBy(headers['x-razorpay-signature'], rawBody, secrets)) {
    return { authentic: false, detail: 'The signature is not Razorpay’s' }
  }
  const eventId = word(headers['x-razorpay-event-id'])
  const payload = fieldsOf(fieldsOf(jsonIn(rawBody))?.['payload'])
  if (!eventId || !payload) return { authentic: false, detail: 'The event has no id or no payload' }

  const entity = (name: string) => fieldsOf(fieldsOf(payload[name])?.['entity'])
  const order = entity('order')
  const gatewayReference = word(order?.['id']) ?? word(entity('payment')?.['order_id'])
  const reference = word(order?.['receipt'])
  return {
    authentic: true,
    eventId,
    ...(gatewayReference ? { gatewayReference } : {}),
    ...(reference ? { reference } : {}),
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
