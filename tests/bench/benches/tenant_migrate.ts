import { MigrateTenants } from '#tenancy/provisioning/migrate_tenants'
import { tenantMigrations } from '#tenancy/provisioning/tenant_migrations'
import type { Bench } from '../bench.js'
import { byTurns, pairedResult, timed } from '../measure.js'
import { Tenants } from '../stage/tenants.js'

const TENANTS = 200
const PAIRS = 4
const PARALLEL = 4

/**
 * [tenant-migrate] Tenants a second that MigrateTenants brings up by one migration, 4 at a time,
 * 200 in all. Baseline: the same runner, one at a time. Every round has a migration of its own:
 * a column more on customers with an index, a table more, a constraint.
 */
export const tenantMigrate: Bench = {
  name: 'tenant-migrate',
  describe: `${TENANTS} tenants by one migration, ${PARALLEL} at a time against one at a time`,

  async run({ app, note }) {
    await using tenants = await Tenants.open(app)
    note(`making ${TENANTS} tenants`)
    await tenants.addMany(TENANTS)

    const migrate = await app.container.make(MigrateTenants)
    const migrations = await tenantMigrations()
    const shipped = migrations.length
    const round = async (parallel: number) => {
      const version = (migrations.at(-1)?.version ?? 0) + 1
      migrations.push({ version, name: 'bench', migration: { up: () => oneMigration(version) } })
      const seconds = (await timed(() => migrateAll(migrate, parallel))) / 1000
      return TENANTS / seconds
    }
    try {
      const pairs = await byTurns(
        PAIRS,
        () => round(PARALLEL),
        () => round(1)
      )
      return [pairedResult('tenant-migrate', 'tenants/s', pairs)]
    } finally {
      migrations.splice(shipped)
    }
  },
}

async function migrateAll(migrate: MigrateTenants, parallel: number): Promise<void> {
  const outcomes = await migrate.execute(parallel)
  const failed = outcomes.find(({ state }) => state === 'failed')
  if (failed?.state === 'failed') throw failed.error
  const migrated = outcomes.filter(({ state }) => state === 'migrated').length
  if (migrated !== TENANTS) throw new Error(`${migrated} of ${TENANTS} tenants were migrated`)
}

function oneMigration(version: number): string {
  return `
    alter table customers add column bench_${version} text;
    create index on customers (bench_${version});
    create table bench_${version} (
      id bigint generated always as identity primary key,
      customer_id bigint not null references customers on delete cascade,
      note text not null default ''
    )`
}
