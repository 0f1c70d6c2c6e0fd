import { Money } from '#core/money'
import { withTax, type TaxedAmount } from '#core/tax'
import type { Offer } from '#hotspot/activation/offer'
import type { TenantSettings } from '#tenancy/settings'

/**
 * What a customer pays for an offer, online and at the counter alike.
 *
 * @param discountMinor what an operator takes off the price before tax, at most all of it
 */
export function priceOf(
  offer: Pick<Offer, 'priceMinor' | 'currency'>,
  settings: Pick<TenantSettings, 'taxPercent' | 'taxInclusive'>,
  discountMinor = 0
): TaxedAmount {
  const net = Money.of(offer.priceMinor - discountMinor, offer.currency)
  return withTax(net, { percent: settings.taxPercent, inclusive: settings.taxInclusive })
}
