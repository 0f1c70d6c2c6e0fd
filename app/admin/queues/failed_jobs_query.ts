import type { Database } from '@adonisjs/lucid/database'
import type { DateTime } from 'luxon'
import { toDateTime } from '#core/clock'
import { withoutSecrets } from '#core/without_secrets'
import type { QueueName } from '#tenancy/jobs/queues'

export interface FailedJob {
  id: string
  queue: string
  tenantId: number | null
  tenantName: string | null
  /** What it is about, such as "messageId 17": numbers of rows, and nothing that was written. */
  about: string[]
  tries: number
  /** Without secrets, numbers and addresses. */
  error: string
  madeAt: DateTime | null
  failedAt: DateTime | null
}

interface Row {
  id: string
  name: string
  data: unknown
  tenant_id: string | null
  tenant: string | null
  retry_count: number
  error: string | null
  created_on: Date | null
  completed_on: Date | null
}

/** Jobs that were given up, the latest first. */
export async function failedJobsQuery(
  db: Database,
  queue: string,
  { limit, offset }: { limit: number; offset: number }
): Promise<FailedJob[]> {
  const { rows } = await db.connection('app').rawQuery<{ rows: Row[] }>(
    `select j.id, j.name, j.data, t.id as tenant_id, t.name as tenant, j.retry_count, j.created_on,
            j.completed_on,
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
    about: rowsNamed(row.data),
    tries: row.retry_count + 1,
    error: withoutSecrets(row.error ?? ''),
    madeAt: toDateTime(row.created_on),
    failedAt: toDateTime(row.completed_on),
  }))
}

/** @returns so many of a queue's given-up jobs, the oldest first */
export async function failedJobIds(
  db: Database,
  queue: QueueName,
  limit: number
): Promise<string[]> {
  const rows: { id: string }[] = await db
    .connection('app')
    .from('pgboss.job')
    .where({ state: 'failed', name: queue })
    .orderBy('completed_on')
    .limit(limit)
    .select('id')
  return rows.map(({ id }) => id)
}

/** Letters and addresses in a job are private: only numbers are shown, and not the tenant's again. */
function rowsNamed(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return []
  return Object.entries(data).flatMap(([name, value]) =>
    typeof value === 'number' && name !== 'tenantId' ? [`${name} ${value}`] : []
  )
}
