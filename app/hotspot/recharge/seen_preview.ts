import { DateTime } from 'luxon'
import type { RechargePreview } from '#hotspot/recharge/preview_recharge'

/** Minutes a preview may lie on the counter before a package that begins now is shown anew. */
const PATIENCE = 15

/** What an operator saw, as one line that the form carries: all but the hour is compared as it stands. */
export function seenPreview(preview: RechargePreview): string {
  return `${agreed(preview)} ${preview.expiresAt.toUTC().toFormat("yyyy-MM-dd'T'HH:mm'Z'")}`
}

/**
 * Whether what was seen is what would happen. An extension ends to the minute
 * when it was said to; a package that begins now ends later by the minutes in
 * which the operator counted the money.
 */
export function isAsSeen(preview: RechargePreview, seen: string): boolean {
  const [facts, until = ''] = [seen.slice(0, seen.lastIndexOf(' ')), seen.split(' ').at(-1)]
  if (facts !== agreed(preview)) return false

  const shown = DateTime.fromISO(until, { zone: 'utc' })
  if (!shown.isValid) return false
  const later = preview.expiresAt.startOf('minute').diff(shown).as('minutes')
  return preview.outcome === 'extends' ? later === 0 : later >= 0 && later <= PATIENCE
}

function agreed({ total, outcome, runningId, octetsLimit }: RechargePreview): string {
  const data = octetsLimit === null ? 'unlimited' : octetsLimit.toString()
  return [total.currency, total.minor, outcome, runningId ?? 'none', data].join(' ')
}
