import type { I18n } from '@adonisjs/i18n'
import { Money } from '#core/money'
import { numberFormat } from '#core/number_format'
import { halfUp } from '#core/rounding'

/** Hundredths of a percent in a whole. */
const WHOLE = 10_000

/**
 * What a gateway adds to a payment by itself, as the ISP entered it. It is told before
 * somebody pays, and is never part of the amount that we ask for or credit.
 */
export interface ShownFee {
  /** Hundredths of a percent of the amount. */
  basisPoints: number
  fixed: Money
  /** What that makes of one amount. */
  total: Money
}

/** @param entered in hundredths of a percent and in minor units of the amount's currency */
export function shownFee(
  entered: { feeBasisPoints: number; feeMinor: number },
  { minor, currency }: Money
): ShownFee | null {
  const { feeBasisPoints: basisPoints, feeMinor } = entered
  if (basisPoints === 0 && feeMinor === 0) return null
  const share = Number(halfUp(BigInt(minor) * BigInt(basisPoints), BigInt(WHOLE)))
  return {
    basisPoints,
    fixed: Money.of(feeMinor, currency),
    total: Money.of(share + feeMinor, currency),
  }
}

/** For people: "1.85%", "৳5", "1.85% + ৳5". */
export function feeRate({ basisPoints, fixed }: ShownFee, locale: string): string {
  const percent = numberFormat(locale, { style: 'percent', maximumFractionDigits: 2 })
  const parts = [
    basisPoints > 0 ? percent.format(basisPoints / WHOLE) : '',
    fixed.isZero ? '' : fixed.format(locale),
  ]
  return parts.filter(Boolean).join(' + ')
}

/** A line for whoever is about to pay, or null where nothing is added. */
export function feeText(gateway: string, fee: ShownFee | null, i18n: I18n): string | null {
  if (!fee) return null
  const [rate, total] = [feeRate(fee, i18n.locale), fee.total.format(i18n.locale)]
  return i18n.t('gateways.fee_shown', { gateway, rate, total })
}
