import type { DateTime } from 'luxon'
import { readOffer } from '#hotspot/activation/offer'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import { paymentLinkToken } from '#payments/intents/payment_link'
import type PaymentIntent from '#payments/intents/payment_intent'
import { phaseOf, refreshAfter } from '#portal/payment_phase'

/** What whoever sees a payment may know of it: what is bought, for how much, and how it stands. */
export async function paymentView(intent: PaymentIntent, now: DateTime) {
  const phase = phaseOf(intent, now)
  const { name: packageName } = await readOffer(intent.offer)
  return {
    phase,
    packageName,
    amountMinor: intent.amountMinor,
    currency: intent.currency,
    method: paymentGatewayDriver(intent.gateway).label,
    refreshSeconds: refreshAfter(phase, intent, now),
  }
}

/** The page of a payment for whoever holds its link, below the tenant's origin. */
export function paymentLinkPath(
  tenantId: number,
  { id }: PaymentIntent,
  now: DateTime,
  locale: string
): string {
  return `/pay/${paymentLinkToken(tenantId, id, now)}?lang=${locale}`
}

/**
 * Where a browser goes that comes back from a gateway. Once a payment was gone on with by its
 * link that may be anybody's browser, and is not shown the portal of the customer's phone.
 */
export function wayBack(
  tenantId: number,
  intent: PaymentIntent,
  now: DateTime,
  locale: string
): string {
  if (intent.resumedAt) return paymentLinkPath(tenantId, intent, now, locale)
  return `/portal/${intent.returnToken}/payments/${intent.reference}?lang=${locale}`
}
