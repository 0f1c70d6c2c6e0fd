import type { Database } from '@adonisjs/lucid/database'
import { PgBoss } from 'pg-boss'
import { queues } from '#tenancy/jobs/queues'
import { ownerConnection } from '#config/queue'

/**
 * Installs or upgrades the queue's tables as the owner and opens them: wide
 * for the application, and for a tenant's role only as a letter box. A tenant
 * may post a job in its transaction but cannot read anybody's.
 */
export async function installQueues(db: Database): Promise<void> {
  const boss = new PgBoss({
    ...ownerConnection(),
    schema: 'pgboss',
    supervise: false,
    schedule: false,
  })
  await boss.start()
  for (const [name, options] of Object.entries(queues)) {
    await boss.createQueue(name, options)
  }
  await boss.stop({ graceful: false })

  await db.connection('owner').rawQuery(`
    grant usage on schema pgboss to portico_app, portico_tenant;
    grant select, insert, update, delete on all tables in schema pgboss to portico_app;
    grant usage on all sequences in schema pgboss to portico_app;
    grant execute on all functions in schema pgboss to portico_app;
    grant select on pgboss.queue to portico_tenant;
    grant insert on pgboss.job_common to portico_tenant;
    grant select (id, start_after) on pgboss.job_common to portico_tenant;
    grant execute on all functions in schema pgboss to portico_tenant;
  `)
}
