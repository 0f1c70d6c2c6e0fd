import type { DateTime } from 'luxon'

import { fieldsOf, word } from '../answers.js'
import type { InboundHint, Notice } from '../contract.js'
import { isSignedBy } from '../hmac_signature.js'

/** Seconds between signing and arriving; Stripe's own libraries allow as much. */
const TOLERANCE = 300

/**
 * An event (docs.stripe.com/webhooks "verify manually"): `t=…,v1=…`, the HMAC of
 * `t.body` over the body as it came. While a secret rolls there is one v1 for each.
 */
export function readEvent(
  { headers, rawBody }: InboundHint,
  secrets: readonly (string | undefined)[],
  now: DateTime
): Notice {
  if (!secrets.some(Boolean)) return { authentic: false, detail: 'No signing secret was entered' }
  const { time, signatures } = signatureParts(headers['stripe-signature'] ?? '')
  const signed = signatures.some((one) => isSignedBy(one, `${time}.${rawBody}`, secrets))
  if (!time || !signed) return { authentic: false, detail: 'The signature is not Stripe’s' }
  if (Math.abs(now.toSeconds() - Number(time)) > TOLERANCE) {
    return { authentic: false, detail: `It was signed more than ${TOLERANCE} seconds ago or ahead` }
  }

  const event = fieldsOf(jsonIn(rawBody))
  const eventId = word(event?.['id'])
  if (!eventId) return { authentic: false, detail: 'The event has no id' }
  const object = fieldsOf(fieldsOf(event?.['data'])?.['object'])
  if (object?.['object'] !== 'checkout.session') return { authentic: true, eventId }
  const [gatewayReference, reference] = [word(object['id']), word(object['client_reference_id'])]
  return {
    authentic: true,
    eventId,
    ...(gatewayReference ? { gatewayReference } : {}),
    ...(reference ? { reference } : {}),
  }
}

function signatureParts(header: string): { time: string; signatures: string[] } {
  const parts = header.split(',').map((part) => part.trim().split('=', 2))
  const time = parts.find(([name]) => name === 't')?.[1] ?? ''
  return {
    time: /^\d{1,12}$/.test(time) ? time : '',
    signatures: parts.flatMap(([name, value]) => (name === 'v1' && value ? [value] : [])),
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
