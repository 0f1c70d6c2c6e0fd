import type { DateTime } from 'luxon'
import type Refund from '#payments/refunds/refund'
import { CLAIM_SECONDS } from '#payments/refunds/refund_schedule'
import { lockedRefund } from '#payments/refunds/settle_refund'

/**
 * The gateway was asked and did not say, and nobody is asking it now: a person may say what
 * became of it, or ask. Whoever asks has put the next inquiry ahead by CLAIM_SECONDS, so one
 * that is further off is nobody's. Two who asked at once might both be told "no such refund",
 * and both make it.
 */
export function isUnsettled({ refundState, refundNextAt }: Refund, now: DateTime): boolean {
  if (refundState !== 'asked') return false
  return refundNextAt === null || refundNextAt > now.plus({ seconds: CLAIM_SECONDS })
}

/** Takes a refund to ask about it. Call in the tenant's scope. @returns null when it is not to be had */
export async function claimRefund(id: number, now: DateTime): Promise<Refund | null> {
  const refund = await lockedRefund(id)
  if (!isUnsettled(refund, now)) return null
  return refund.merge({ refundNextAt: now.plus({ seconds: CLAIM_SECONDS }) }).save()
}
