import type { DateTime } from 'luxon'
import Activation from '#hotspot/activation/activation'

/**
 * Running activations that may be over, the longest overdue first (indexes
 * activations_expiring and activations_exhausted). Not locked: the customer is
 * locked before the activation, here as when a package is activated.
 */
export function dueSuspensionsQuery(now: DateTime, limit: number) {
  return Activation.query()
    .where('status', 'running')
    .where((over) => over.where('expires_at', '<=', now.toJSDate()).orWhereNotNull('exhausted_at'))
    .orderBy('expires_at')
    .limit(limit)
}
