import vine from '@vinejs/vine'
import { Money } from '#core/money'
import { withTax, type TaxRule } from '#core/tax'
import { offerOf, readOffer, type Offer } from '#hotspot/activation/offer'
import type Package from '#hotspot/packages/package'
import type Voucher from '#hotspot/vouchers/voucher'

const paidSchema = vine.create({
  amountMinor: vine.number().min(0),
  taxMinor: vine.number().min(0),
})

export interface VoucherOffer {
  offer: Offer
  /** What whoever bought the voucher paid, tax included. */
  amount: Money
  /** Minor units of the amount that are tax. */
  taxMinor: number
}

/** What a voucher of this package is worth from now on, whatever becomes of price and tax. */
export function voucherOfferOf(chosen: Package, rule: TaxRule): Record<string, unknown> {
  const { total, tax } = withTax(chosen.price, rule)
  return { ...offerOf(chosen), amountMinor: total.minor, taxMinor: tax.minor }
}

/** Reads it back. A deleted package has no id any more. */
export async function readVoucherOffer({ offer, packageId }: Voucher): Promise<VoucherOffer> {
  const { amountMinor, taxMinor } = await paidSchema.validate(offer)
  const bought = { ...(await readOffer(offer)), packageId }
  return { offer: bought, amount: Money.of(amountMinor, bought.currency), taxMinor }
}
