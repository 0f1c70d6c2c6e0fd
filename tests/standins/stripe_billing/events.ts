import { DEFAULT_VERSION } from '../stripe/endpoints.js'
import { stripeId } from '../stripe/merchants.js'

export interface BillingEvent {
  id: string
  type: string
  created: number
  object: unknown
  previous: Record<string, unknown> | null
}

/** What the API answers, and what is signed and sent, to the letter. */
export function eventView(event: BillingEvent) {
  return {
    id: event.id,
    object: 'event',
    api_version: DEFAULT_VERSION,
    created: event.created,
    data: {
      object: event.object,
      ...(event.previous === null ? {} : { previous_attributes: event.previous }),
    },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: event.type,
  }
}

/** An event as it was when it happened: what its object becomes later does not show in it. */
export function newEvent(
  type: string,
  view: unknown,
  created: number,
  previous: BillingEvent['previous'] = null
): BillingEvent {
  const object: unknown = JSON.parse(JSON.stringify(view))
  return { id: stripeId('evt'), type, created, object, previous }
}

/** The fields that are not what they were, with what they were. */
export function differences(
  before: Record<string, unknown>,
  now: Record<string, unknown>
): Record<string, unknown> | null {
  const changed = Object.keys(now).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(now[name])
  )
  if (changed.length === 0) return null
  return Object.fromEntries(changed.map((name) => [name, before[name] ?? null]))
}
