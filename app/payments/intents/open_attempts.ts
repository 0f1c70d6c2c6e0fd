import type { DateTime } from 'luxon'
import PaymentIntent from '#payments/intents/payment_intent'
import type { Tenancy } from '#tenancy/tenancy'

/** Longer than a gateway takes to be asked for a payment; after it, whoever was asking has died. */
export const STARTING_SECONDS = 75

/**
 * A customer's attempts that may still take money, the latest first: those that are being
 * started, and those that are pending and within their lifetime. In the tenant's scope.
 */
export function openAttempts(customerId: number, now: DateTime) {
  return PaymentIntent.query()
    .where({ customerId })
    .where('expires_at', '>', now.toJSDate())
    .where((open) =>
      open
        .where('state', 'pending')
        .orWhere((starting) =>
          starting
            .where('state', 'created')
            .where('created_at', '>', now.minus({ seconds: STARTING_SECONDS }).toJSDate())
        )
    )
    .orderBy('id', 'desc')
}

/** One attempt of a customer is opened at a time; taps that race wait for each other's transaction. */
export async function oneAtATime({ tenant, transaction }: Tenancy, customerId: number) {
  await transaction.rawQuery('select pg_advisory_xact_lock(hashtextextended(?, ?))', [
    `attempt of ${customerId}`,
    tenant.id,
  ])
}
