import type { DeliveryReport } from '#messaging/gateways/contract'
import type { Tenancy } from '#tenancy/tenancy'

type State = DeliveryReport['state']

/** The more certain word about one message wins within a batch. */
const CERTAINTY: Readonly<Record<State, number>> = { sent: 0, failed: 1, delivered: 2 }

/**
 * Notes what became of a provider's messages, all in one statement. Only forwards: delivered
 * stays, whatever comes later; a message that was given up and arrived has arrived. What is not
 * this tenant's, or not this provider's, is nobody's. Call in the tenant's scope.
 *
 * @returns ids that no message has (yet)
 */
export async function applyReports(
  tenancy: Tenancy,
  provider: string,
  reports: readonly DeliveryReport[],
  now: Date
): Promise<string[]> {
  const words = [...strongest(reports).values()]
  if (words.length === 0) return []
  const known: { rows: { id: string }[] } = await tenancy.transaction.rawQuery(
    `with words as (
       select id, state, detail
         from jsonb_to_recordset(:words) as w(id text, state text, detail text)
     ), moved as (
       update sms_messages m
          set status = w.state, reported_at = :now::timestamptz, poll_at = case when w.state = 'sent' then m.poll_at end,
              error = case w.state when 'failed' then coalesce('not_delivered: ' || w.detail, 'not_delivered') end
         from words w
        where m.provider = :provider and m.provider_reference = w.id
          and m.status = any (case w.state
                when 'delivered' then array['sent', 'unknown', 'failed']
                when 'failed' then array['sent', 'unknown'] else array['unknown'] end)
     )
     select w.id from words w
      where exists (select from sms_messages m
              where m.provider = :provider and m.provider_reference = w.id)`,
    { words: JSON.stringify(words), provider, now }
  )
  const found = new Set(known.rows.map(({ id }) => id))
  return words.map(({ id }) => id).filter((id) => !found.has(id))
}

function strongest(reports: readonly DeliveryReport[]) {
  const words = new Map<string, { id: string; state: State; detail: string | null }>()
  for (const { providerId: id, state, detail = null } of reports) {
    const known = words.get(id)
    if (known && CERTAINTY[known.state] >= CERTAINTY[state]) continue
    words.set(id, { id, state, detail: detail?.slice(0, 300) ?? null })
  }
  return words
}
