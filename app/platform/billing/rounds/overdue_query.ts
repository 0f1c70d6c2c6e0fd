import db from '@adonisjs/lucid/services/db'

/**
 * Of whom something should have been heard and whom nobody is on the way to ask about: marked, and
 * the job was lost; an asker who died; an event that nobody acted upon; a trial, period or notice
 * that has run out since; or nothing for a day.
 */
export async function overdueForAsking(): Promise<number[]> {
  const overdue: { rows: { tenant_id: string }[] } = await db.connection('app').rawQuery(
    `select s.tenant_id from platform.subscriptions s
      where s.customer is not null and (
        s.stale_since < now() - interval '30 seconds'
        or s.asking_until < now()
        or s.asked_at is null and s.created_at < now() - interval '1 day'
        or s.asked_at < now() - interval '1 day'
        or s.asked_at < least(s.trial_ends_at, s.period_ends_at, s.cancels_at)
           and least(s.trial_ends_at, s.period_ends_at, s.cancels_at) < now()
        or exists (select from platform.billing_events e
                    where e.customer = s.customer and e.handled_at is null
                      and e.received_at < now() - interval '1 minute'))
        and not exists (select from pgboss.job j
                         where j.name = 'ask-subscription' and j.state in ('created', 'retry', 'active')
                           and (j.data ->> 'tenantId')::bigint = s.tenant_id)
      order by s.tenant_id`
  )
  return overdue.rows.map(({ tenant_id: id }) => Number(id))
}
