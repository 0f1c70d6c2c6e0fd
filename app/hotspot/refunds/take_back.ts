import type { DateTime } from 'luxon'
import { octets, type Octets } from '#core/octets'
import type Activation from '#hotspot/activation/activation'
import type { Share } from '#hotspot/recharge/preview_recharge'
import type { RefundEffect } from '#payments/refunds/refund'

/** Amounts of one currency, in minor units. */
export interface Part {
  refundedMinor: number
  paidMinor: number
}

/** What a refund leaves of a package that runs. */
export interface TakeBack {
  outcome: 'kept' | 'shortened' | 'ended'
  /** What goes: of what was paid for, the part that is paid back. */
  takes: Share
  expiresAt: DateTime
  /** null is unlimited */
  octetsLimit: Octets | null
}

/**
 * Shortening takes away the same part of the time and data this payment bought as of its
 * money: of 30 days and 10 GB for 100, a refund of 40 takes 12 days and 4 GB, and fractions
 * of a second or an octet stay with the customer. What was used counts as used, so a package
 * of which less is left than goes is over. Unlimited data stays unlimited.
 */
export function takeBack(
  effect: RefundEffect,
  running: Pick<Activation, 'expiresAt' | 'octetsLimit' | 'octetsUsed'>,
  bought: Share,
  { refundedMinor, paidMinor }: Part,
  now: DateTime
): TakeBack {
  const { expiresAt, octetsLimit, octetsUsed } = running
  const asItIs = { takes: { seconds: 0, octets: null }, expiresAt, octetsLimit }
  if (effect === 'keep') return { ...asItIs, outcome: 'kept' }
  if (effect === 'end') return { ...asItIs, outcome: 'ended', expiresAt: now }

  const seconds = Math.floor((bought.seconds * refundedMinor) / paidMinor)
  const data =
    octetsLimit === null || bought.octets === null
      ? null
      : octets((bought.octets * BigInt(refundedMinor)) / BigInt(paidMinor))
  const takes = { seconds, octets: data }
  const until = expiresAt.minus({ seconds })
  const left = octetsLimit === null ? null : octetsLimit - (data ?? 0n)
  const isOver = until <= now || (left !== null && left <= octetsUsed)
  if (isOver) return { outcome: 'ended', takes, expiresAt: now, octetsLimit }
  return {
    outcome: 'shortened',
    takes,
    expiresAt: until,
    octetsLimit: left === null ? null : octets(left),
  }
}
