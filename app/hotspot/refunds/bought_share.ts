import { DateTime } from 'luxon'
import { octets, type Octets } from '#core/octets'
import type Activation from '#hotspot/activation/activation'
import { offerOctets, readOffer } from '#hotspot/activation/offer'
import { endOf } from '#hotspot/activation/validity'
import { readBefore } from '#hotspot/recharge/before_recharge'
import type { Share } from '#hotspot/recharge/preview_recharge'
import type CustomerPayment from '#payments/customer_payment'
import PaymentIntent from '#payments/intents/payment_intent'

/**
 * The time and data that one payment bought, among whatever its activation has from others.
 * Call in the tenant's scope.
 */
export async function boughtShare(
  payment: CustomerPayment,
  activation: Activation,
  zone: string
): Promise<Share> {
  const wasUntil = momentIn(payment.previous, 'expiresAt')
  const from = wasUntil ?? activation.startsAt
  if (payment.intentId === null) return atCounter(payment, from)

  const { offer: stored } = await PaymentIntent.findOrFail(payment.intentId)
  const offer = await readOffer(stored)
  return {
    seconds: secondsBetween(from, endOf(offer, from, zone, activation.startsAt)),
    octets: offerOctets(offer),
  }
}

async function atCounter({ previous }: CustomerPayment, from: DateTime): Promise<Share> {
  const { extended, activation, made } = await readBefore(previous)
  const had = extended ? limitIn(activation?.octets_limit) : octets(0)
  const has = limitIn(made.octetsLimit)
  return {
    seconds: secondsBetween(from, DateTime.fromISO(made.expiresAt)),
    octets: has === null || had === null ? null : octets(has - had),
  }
}

/** null is unlimited */
function limitIn(limit: unknown): Octets | null {
  return limit === null || limit === undefined ? null : octets(String(limit))
}

function momentIn(stored: unknown, key: string): DateTime | null {
  const fields: Record<string, unknown> = { ...(typeof stored === 'object' ? stored : null) }
  const at = DateTime.fromISO(String(fields[key]), { zone: 'utc' })
  return at.isValid ? at : null
}

function secondsBetween(from: DateTime, to: DateTime): number {
  return Math.max(0, Math.round(to.diff(from).as('seconds')))
}
