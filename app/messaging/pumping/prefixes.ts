import type { MobileNumber } from '#core/mobile_number'

/**
 * What is watched for growth: a block of ten thousand numbers, as fraudsters rent them, and an
 * area of ten million, which is an operator's or a part of one.
 */
export interface Prefix {
  /** E.164 without its last digits, such as +880171234. */
  digits: string
  /** So many codes an hour, … */
  codes: number
  /** … of which less than this share, in percent, were entered, are nobody's customers. */
  usedPercent: number
}

const LEVELS = [
  { dropped: 4, codes: 20, usedPercent: 25 },
  { dropped: 7, codes: 150, usedPercent: 10 },
] as const

export function prefixesOf(mobile: MobileNumber): Prefix[] {
  return LEVELS.map(({ dropped, ...limits }) => ({ digits: mobile.slice(0, -dropped), ...limits }))
}

/** The block of ten thousand numbers that a number lies in. */
export function blockOf(mobile: MobileNumber): string {
  return mobile.slice(0, -LEVELS[0].dropped)
}
