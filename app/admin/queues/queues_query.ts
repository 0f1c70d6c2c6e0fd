import type { Database } from '@adonisjs/lucid/database'
import type { DateTime } from 'luxon'
import { toDateTime } from '#core/clock'

export interface QueueState {
  name: string
  /** Ready to be worked. */
  ready: number
  /** Waiting for their moment: delayed, or tried before. */
  later: number
  active: number
  failed: number
  /** Since when the oldest that is ready waits. */
  oldestAt: DateTime | null
}

/** How much waits in every queue (pgboss.job; what is done is not looked at). */
export async function queuesQuery(db: Database, now: DateTime): Promise<QueueState[]> {
  interface Row {
    name: string
    ready: string
    later: string
    active: string
    failed: string
    oldest: Date | null
  }
  const { rows } = await db.connection('app').rawQuery<{ rows: Row[] }>(
    `select q.name,
            count(j.id) filter (where j.state < 'active' and j.start_after <= :now) as ready,
            count(j.id) filter (where j.state < 'active' and j.start_after > :now) as later,
            count(j.id) filter (where j.state = 'active') as active,
            count(j.id) filter (where j.state = 'failed') as failed,
            min(j.start_after) filter (where j.state < 'active' and j.start_after <= :now) as oldest
       from pgboss.queue q
       left join pgboss.job j on j.name = q.name
        and j.state in ('created', 'retry', 'active', 'failed')
      group by q.name order by q.name`,
    { now: now.toJSDate() }
  )
  return rows.map(({ name, oldest, ...counts }) => ({
    name,
    ready: Number(counts.ready),
    later: Number(counts.later),
    active: Number(counts.active),
    failed: Number(counts.failed),
    oldestAt: toDateTime(oldest),
  }))
}

/** ISPs whose routers could not be told something in the last day, the most first. */
export async function deadCommandsQuery(db: Database) {
  const rows: { id: string; name: string; dead_commands: number }[] = await db
    .connection('app')
    .from('platform.tenant_health as h')
    .join('platform.tenants as t', 't.id', 'h.tenant_id')
    .where('h.dead_commands', '>', 0)
    .select('t.id', 't.name', 'h.dead_commands')
    .orderBy('h.dead_commands', 'desc')
    .limit(20)
  return rows.map((row) => ({ id: Number(row.id), name: row.name, count: row.dead_commands }))
}
