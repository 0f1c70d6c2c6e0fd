import type { DateTime } from 'luxon'
import { Money } from '#core/money'
import { octets, type Octets } from '#core/octets'
import type { ActivationMode } from '#hotspot/activation/activate_package'
import type Activation from '#hotspot/activation/activation'
import { offerOctets, type Offer } from '#hotspot/activation/offer'
import { priceOf } from '#hotspot/activation/price_of'
import { endOf } from '#hotspot/activation/validity'
import { RechargeRefused } from '#hotspot/recharge/errors'
import type { TenantSettings } from '#tenancy/settings'

/** What is asked for at the counter. */
export interface RechargeRequest {
  offer: Offer
  mode: ActivationMode
  /** Minor units off the price. */
  discountMinor: number
}

/** What it meets: the package that runs, the moment, the tenant's rules. */
export interface RechargeFacts {
  running: Activation | null
  now: DateTime
  zone: string
  settings: Pick<TenantSettings, 'taxPercent' | 'taxInclusive'>
}

/** What is left of a package, or comes with one. */
export interface Share {
  seconds: number
  /** null is unlimited */
  octets: Octets | null
}

export interface RechargePreview {
  outcome: 'starts' | 'extends' | 'replaces'
  runningId: number | null
  price: Money
  discount: Money
  /** The part of the total that is tax. */
  tax: Money
  total: Money
  expiresAt: DateTime
  /** The data of the package as it will be, used or not; null is unlimited. */
  octetsLimit: Octets | null
  /** What will be left to use; null is unlimited. */
  octetsLeft: Octets | null
  /** What is left of the running package and goes with it. */
  lost: Share | null
  /** What is left of the running package and stays. */
  kept: Share | null
}

/**
 * The invoice of a recharge before it happens. What is shown and what is then
 * done both come from here, so that nothing else can be done than was shown.
 *
 * @throws RechargeRefused for a discount above the price
 */
export function previewRecharge(request: RechargeRequest, facts: RechargeFacts): RechargePreview {
  const { offer, discountMinor } = request
  if (discountMinor > offer.priceMinor) throw new RechargeRefused('discount_too_large')

  const { running, now, zone } = facts
  const extended = running && extendsRunning(running, request) ? running : null
  const left = running && { seconds: running.secondsLeft(now), octets: running.octetsLeft }
  const limit = extended ? sum(extended.octetsLimit, offerOctets(offer)) : offerOctets(offer)

  return {
    outcome: extended ? 'extends' : running ? 'replaces' : 'starts',
    runningId: running?.id ?? null,
    price: Money.of(offer.priceMinor, offer.currency),
    discount: Money.of(discountMinor, offer.currency),
    ...priceOf(offer, facts.settings, discountMinor),
    expiresAt: endOf(offer, extended?.expiresAt ?? now, zone, extended?.startsAt),
    octetsLimit: limit,
    octetsLeft: limit === null || !extended ? limit : octets(limit - extended.octetsUsed),
    lost: extended ? null : left,
    kept: extended ? left : null,
  }
}

function extendsRunning(running: Activation, { mode, offer }: RechargeRequest): boolean {
  if (mode === 'usual') return running.packageId === offer.packageId
  return mode === 'add'
}

function sum(left: Octets | null, added: Octets | null): Octets | null {
  return left === null || added === null ? null : octets(left + added)
}
