/**
 * Longer than asking takes, with two calls, a new token and all their time-outs; after it,
 * whoever was asking has died.
 */
export const CLAIM_SECONDS = 300

/** Banks take days over a refund. After the last, only a person decides. */
const ASK_AGAIN_AFTER = [30, 60, 600, 1800, 3600, 6 * 3600, 12 * 3600]
const DAY = 86_400
const DAYS = 30

/**
 * @param checks how often the gateway was asked so far
 * @returns seconds until it is asked again, or null when it is not
 */
export function secondsToNextInquiry(checks: number): number | null {
  if (checks >= ASK_AGAIN_AFTER.length + DAYS) return null
  return ASK_AGAIN_AFTER[checks] ?? DAY
}
