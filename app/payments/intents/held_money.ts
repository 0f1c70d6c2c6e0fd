import type { PaidVerdict } from '#payments/gateways/contract'
import PaymentIntent, { type HeldMoney } from '#payments/intents/payment_intent'

/** Money of which something differs from the attempt it was reported for. */
export interface Difference {
  /** For the history. */
  cause: string
  held: HeldMoney
}

/**
 * Compares what a gateway reports with what we stored. Call in the scope that locked the intent.
 *
 * @returns null when nothing differs and the money may be credited
 */
export async function heldMoney(
  intent: PaymentIntent,
  verdict: PaidVerdict
): Promise<Difference | null> {
  const { gatewayTransaction, gatewayReference, merchantReference, amount } = verdict
  const other = await PaymentIntent.query()
    .where({ gateway: intent.gateway, gatewayTransaction })
    .whereNot('id', intent.id)
    .first()
  const cause = difference(intent, verdict, other)
  if (cause === null) return null
  const held = {
    gatewayTransaction,
    gatewayReference,
    merchantReference,
    amountMinor: amount.minor,
    currency: amount.currency,
    hold: verdict.hold ?? null,
    creditedTo: other?.reference ?? null,
  }
  return { cause, held }
}

function difference(
  intent: PaymentIntent,
  { hold, merchantReference, gatewayReference, amount }: PaidVerdict,
  other: PaymentIntent | null
): string | null {
  if (hold) return `held by the gateway: ${hold}`
  if (merchantReference !== intent.reference) return 'the reference is another payment’s'
  if (gatewayReference !== intent.gatewayReference) return 'the gateway’s id is another payment’s'
  if (!amount.equals(intent.amount)) {
    return `paid ${amount.currency} ${amount.toDecimal()} instead of ${intent.currency} ${intent.amount.toDecimal()}`
  }
  return other && `transaction already credited to ${other.reference}`
}
