/** What tells of a payment: https://docs.stripe.com/payments/checkout/fulfill-orders */
const EVENTS = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
]

/**
 * The form of `POST /v1/webhook_endpoints`. Without a version the events would have the
 * shape that the operator's account is set to.
 */
export function endpointRequest(url: string, apiVersion: string): Record<string, string> {
  return {
    url,
    api_version: apiVersion,
    description: 'Portico: payments of the hotspot',
    ...Object.fromEntries(EVENTS.map((event, at) => [`enabled_events[${at}]`, event])),
  }
}
