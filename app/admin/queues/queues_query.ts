import type { Database } from '@adonisjs/lucid/database'
import type { DateTime } from 'luxon'
import { toDateTime } from '#core/clock'
import { withoutSecrets } from '#core/without_secrets'

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

export interface FailedJob {
  id: string
  queue: string
  tenantId: number | null
  tenantName: string | null
  tries: number
  /** Without secrets, numbers and addresses. */
  error: string
  failedAt: DateTime | null
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

/** Jobs that were given up, the latest first. What they were to do is not shown: letters are private. */
export async function failedJobsQuery(
  db: Database,
  queue: string,
  { limit, offset }: { limit: number; offset: number }
): Promise<FailedJob[]> {
  interface Row {
    id: string
    name: string
    tenant_id: string | null
    tenant: string | null
    retry_count: number
    error: string | null
    completed_on: Date | null
  }
  const { rows } = await db.connection('app').rawQuery<{ rows: Row[] }>(
    `select j.id, j.name, t.id as tenant_id, t.name as tenant, j.retry_count, j.completed_on,
            coalesce(j.output->>'message', j.output->'value'->>'message', j.output::text) as error
       from pgboss.job j
       left join platform.tenants t on t.id = (j.data->>'tenantId')::bigint
      where j.state = 'failed' and (:queue = '' or j.name = :queue)
      order by j.completed_on desc nulls last, j.id limit :limit offset :offset`,
    { queue, limit, offset }
  )
  return rows.map((row) => ({
    id: row.id,
    queue: row.name,
    tenantId: row.tenant_id === null ? null : Number(row.tenant_id),
    tenantName: row.tenant,
    tries: row.retry_count + 1,
    error: withoutSecrets(row.error ?? ''),
    failedAt: toDateTime(row.completed_on),
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
