import type Stripe from 'stripe'
import { appUrl } from '#config/app'
import type { Step } from '#platform/billing/stripe/set_up/step'

type EventType = Stripe.WebhookEndpointCreateParams.EnabledEvent

const ALL = '*'
const MANY = 100

/** Whatever can change what we keep of an ISP; each only makes us ask. */
const EVENTS: EventType[] = [
  'checkout.session.completed',
  'customer.updated',
  'customer.deleted',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'customer.subscription.pending_update_applied',
  'customer.subscription.pending_update_expired',
  'customer.subscription.trial_will_end',
  'customer.tax_id.created',
  'customer.tax_id.deleted',
  'customer.tax_id.updated',
  'invoice.finalized',
  'invoice.finalization_failed',
  'invoice.marked_uncollectible',
  'invoice.paid',
  'invoice.payment_action_required',
  'invoice.payment_failed',
  'invoice.updated',
  'invoice.voided',
  'payment_method.attached',
  'payment_method.detached',
  'payment_method.updated',
  'subscription_schedule.canceled',
  'subscription_schedule.completed',
  'subscription_schedule.created',
  'subscription_schedule.released',
  'subscription_schedule.updated',
]

/**
 * Where Stripe tells of its events; an address that is public, or Stripe refuses it.
 *
 * @returns the signing secret, too, when the endpoint was made
 */
export async function setUpWebhook(client: Stripe): Promise<{ step: Step; secret: string | null }> {
  const url = `${appUrl.origin}/billing/stripe`
  const what = `webhook ${url}`
  const present = await findEndpoint(client, url)
  if (!present) {
    const made = await client.webhookEndpoints.create({ url, enabled_events: EVENTS })
    return { step: { what, id: made.id, outcome: 'made' }, secret: made.secret ?? null }
  }
  const { id, enabled_events: enabled, status } = present
  const isComplete = enabled.includes(ALL) || EVENTS.every((type) => enabled.includes(type))
  if (isComplete && status === 'enabled')
    return { step: { what, id, outcome: 'found' }, secret: null }

  await client.webhookEndpoints.update(id, {
    disabled: false,
    ...(!isComplete && { enabled_events: EVENTS }),
  })
  return { step: { what, id, outcome: 'changed' }, secret: null }
}

async function findEndpoint(client: Stripe, url: string) {
  for await (const endpoint of client.webhookEndpoints.list({ limit: MANY })) {
    if (endpoint.url === url) return endpoint
  }
  return undefined
}
