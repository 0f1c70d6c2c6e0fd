import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type Tenant from '#tenancy/models/tenant'
import { MigrateTenants, type MigrationOutcome } from '#tenancy/provisioning/migrate_tenants'
import {
  latestVersion,
  tenantMigrations,
  type NumberedMigration,
} from '#tenancy/provisioning/tenant_migrations'
import { generateSchemaName } from '#tenancy/schema_name'
import tenancy from '#tenancy/services/tenancy'
import { asOwner, connectAs } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { anySlug, createTenant, dropTenant } from '#tests/support/tenants'

const TENANTS = 4

test.group('Migrating tenants', (group) => {
  let tenants: Tenant[]
  let shipped: NumberedMigration[]
  let latest: number
  let migrate: MigrateTenants

  group.each.setup(async () => {
    tenants = await Promise.all(Array.from({ length: TENANTS }, () => createTenant()))
    shipped = await tenantMigrations()
    latest = await latestVersion()
    migrate = await app.container.make(MigrateTenants)
  })
  group.each.teardown(async () => {
    for (const tenant of tenants) await dropTenant(tenant)
  })

  /** Runs new steps, numbered after the shipped ones, on this test's tenants alone. */
  const run = (steps: string[], { parallel = TENANTS, of = tenants } = {}) =>
    migrate.execute(parallel, {
      only: of.map(({ slug }) => slug),
      migrations: [
        ...shipped,
        ...steps.map((sql, n) => ({
          version: latest + 1 + n,
          name: `try_${n}`,
          migration: { up: () => sql },
        })),
      ],
    })

  const versions = async () => {
    const mine = new Map(tenants.map(({ slug }, n) => [slug, n]))
    const states = (await migrate.status()).filter(({ slug }) => mine.has(slug))
    const sorted = states.sort((a, b) => (mine.get(a.slug) ?? 0) - (mine.get(b.slug) ?? 0))
    return sorted.map(({ version }) => version - latest)
  }
  const states = (outcomes: MigrationOutcome[]) =>
    tenants.map(({ slug }) => outcomes.find((outcome) => outcome.slug === slug)?.state)
  const has = async ({ schema }: Tenant, table: string) => {
    const [row] = await asOwner<{ found: string | null }>(`select to_regclass($1) as found`, [
      `${schema}.${table}`,
    ])
    return row?.found !== null
  }

  test('brings all up, records it, and has nothing to do the second time', async ({ assert }) => {
    const steps = ['create table one (id int)', 'create table two (note text default $q$why?$q$)']
    const outcomes = await run(steps)
    assert.deepEqual(
      states(outcomes),
      tenants.map(() => 'migrated')
    )
    assert.deepEqual(await versions(), [2, 2, 2, 2])
    for (const tenant of tenants) assert.isTrue(await has(tenant, 'two'))

    assert.deepEqual(await run(steps), [])
  })

  test('the tenant may use the rows of a new table, and no more', async ({ assert }) => {
    await run(['create table one (id bigint generated always as identity, note text)'])
    for (const tenant of tenants) {
      await tenancy.run(tenant, async (trx) => {
        await trx.table('one').insert({ note: tenant.slug })
        assert.deepEqual(await trx.from('one').select('note'), [{ note: tenant.slug }])
        await assert.rejects(
          () => trx.transaction((inner) => inner.rawQuery('drop table one')),
          /must be owner/
        )
      })
    }
  })

  test('status names who is behind, first', async ({ assert }) => {
    await run(['create table one (id int)'], { of: tenants.slice(1) })
    assert.deepEqual(await versions(), [0, 1, 1, 1])
    const all = (await migrate.status()).map(({ version }) => version)
    assert.deepEqual(
      all,
      [...all].sort((a, b) => a - b)
    )
  })

  test('one tenant’s failure stops only that tenant, and loses nothing of its', async ({
    assert,
  }) => {
    const [odd, ...others] = tenants
    if (!odd) throw new Error('There are no tenants')
    const steps = ['create table one (id int)', 'create table two (id int)']
    await asOwner(`create table ${odd.schema}.two (precious text);
                   insert into ${odd.schema}.two values ('kept')`)

    const outcomes = await run(steps)
    assert.deepEqual(states(outcomes), ['failed', 'migrated', 'migrated', 'migrated'])
    const failure = outcomes.find(({ state }) => state === 'failed')
    assert.match(failure?.state === 'failed' ? String(failure.error) : '', /"two" already exists/)
    assert.deepEqual(await versions(), [0, 2, 2, 2])
    assert.isFalse(await has(odd, 'one'))
    assert.deepEqual(await asOwner(`select * from ${odd.schema}.two`), [{ precious: 'kept' }])
    for (const tenant of others) assert.isTrue(await has(tenant, 'two'))

    await asOwner(`alter table ${odd.schema}.two rename to two_before`)
    assert.deepEqual(await run(steps), [
      { slug: odd.slug, state: 'migrated', from: latest, to: latest + 2 },
    ])
    assert.deepEqual(await versions(), [2, 2, 2, 2])
  })

  test('several at a time: each waits until all are there, alone in vain', async ({ assert }) => {
    const marker = `meeting_${anySlug().slice(2)}`
    const meet = `do $$ begin
      for i in 1..100 loop
        perform pg_stat_clear_snapshot();
        if (select count(*) from pg_stat_activity
             where state = 'active' and position('${marker}' in query) > 0) >= ${TENANTS} then
          perform pg_sleep(0.5);
          return;
        end if;
        perform pg_sleep(0.05);
      end loop;
      raise exception 'nobody came';
    end $$`
    const alone = await run([meet.replace('100', '2')], { parallel: 1 })
    assert.deepEqual(new Set(states(alone)), new Set(['failed']))
    const together = await run([meet])
    assert.deepEqual(new Set(states(together)), new Set(['migrated']))
  })

  test('two runners at once do each tenant once', async ({ assert }) => {
    const steps = ['create table one (id int)', 'select pg_sleep(0.05)']
    const rounds = await Promise.all([run(steps), run(steps), run(steps, { parallel: 1 })])

    const outcomes = rounds.flat()
    assert.notInclude(
      outcomes.map(({ state }) => state),
      'failed'
    )
    for (const { slug } of tenants) {
      const moved = outcomes.filter(
        (outcome) =>
          outcome.slug === slug && outcome.state === 'migrated' && outcome.from < outcome.to
      )
      assert.lengthOf(moved, 1)
    }
    assert.deepEqual(await versions(), [2, 2, 2, 2])
  })

  test('a tenant another runner is at is left to it', async ({ assert }) => {
    const slow = run(['select pg_sleep(1.5)'], { of: tenants.slice(0, 1) })
    await eventually('the slow runner to be at it', () =>
      asOwner(`select pid from pg_stat_activity where query like '%pg_sleep(1.5)%'
                and pid <> pg_backend_pid() and state = 'active'`).then(({ length }) => length > 0)
    )
    const outcomes = await run(['select pg_sleep(1.5)'], { of: tenants.slice(0, 1) })
    assert.deepEqual(outcomes, [{ slug: tenants[0]?.slug, state: 'busy' }])
    assert.deepEqual(states(await slow)[0], 'migrated')
  })

  test('a table somebody holds is waited for five seconds, and then that tenant fails', async ({
    assert,
  }) => {
    const [held] = tenants
    const somebody = await connectAs('owner')
    /** Not for ever: a runner that waits without end must fail here, and not hang. */
    await somebody.query(`set idle_in_transaction_session_timeout = '10s'`)
    await somebody.query('begin')
    await somebody.query(`lock table ${held?.schema}.customers in access share mode`)

    const steps = ['alter table customers add column one int']
    const began = performance.now()
    const outcomes = await run(steps)
    assert.deepEqual(states(outcomes), ['failed', 'migrated', 'migrated', 'migrated'])
    assert.isAbove(performance.now() - began, 4500)
    assert.deepEqual(await versions(), [0, 1, 1, 1])

    await somebody.query('rollback')
    await somebody.end()
    assert.deepEqual(states(await run(steps)), ['migrated', undefined, undefined, undefined])
  })

  test('a runner that is killed leaves its tenant as it was', async ({ assert }) => {
    const running = run(['create table one (id int)', 'select pg_sleep(20)'], {
      of: tenants.slice(0, 1),
    })
    await eventually('the runner to be at it, and its end', async () => {
      const rows = await asOwner(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where query like '%pg_sleep(20)%' and pid <> pg_backend_pid() and state = 'active'`
      )
      return rows.length > 0
    })
    assert.deepEqual(states(await running)[0], 'failed')
    assert.deepEqual(await versions(), [0, 0, 0, 0])
    assert.deepEqual(
      states(await run(['create table one (id int)'])),
      tenants.map(() => 'migrated')
    )
  })
})

test.group('The shipped migrations', () => {
  test('lead step by step to the same schema as all at once', async ({ assert }) => {
    const atOnce = await createTenant()
    const stepwise = await bareTenant()
    const migrate = await app.container.make(MigrateTenants)
    const shipped = await tenantMigrations()
    for (let count = 1; count <= shipped.length; count += 1) {
      const outcomes = await migrate.execute(1, {
        only: [stepwise.slug],
        migrations: shipped.slice(0, count),
      })
      assert.deepEqual(
        outcomes.map(({ state }) => state),
        ['migrated']
      )
    }

    const objects = await describe(atOnce.schema)
    assert.isAbove(objects.length, 100)
    assert.deepEqual(await describe(stepwise.schema), objects)
    await dropTenant(atOnce)
    await dropTenant(stepwise)
  })

  test('are numbered from one without a gap', async ({ assert }) => {
    const numbers = (await tenantMigrations()).map(({ version }) => version)
    assert.deepEqual(
      numbers,
      numbers.map((_, n) => n + 1)
    )
  })
})

/** A tenant from before the first migration. */
async function bareTenant() {
  const [schema, slug] = [generateSchemaName(), anySlug()]
  await asOwner(`
    insert into platform.tenants (slug, name, schema, status, country, currency, timezone)
      values ('${slug}', 'From the first day', '${schema}', 'trial', 'BD', 'BDT', 'UTC');
    create role ${schema} nologin in role portico_tenant;
    grant ${schema} to portico_app with inherit false, set true;
    create schema ${schema};
  `)
  const [row] = await asOwner<{ id: string }>('select id from platform.tenants where slug = $1', [
    slug,
  ])
  return { id: Number(row?.id), slug, schema }
}

/** Every column, constraint, index, trigger, function and right of a schema, without its name. */
async function describe(schema: string): Promise<string[]> {
  const rows = await asOwner<{ line: string }>(
    `with here as (select oid from pg_namespace where nspname = $1)
     select concat_ws(' ', 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
              a.attnotnull, a.attacl, pg_get_expr(d.adbin, d.adrelid)) as line
       from pg_attribute a join pg_class c on c.oid = a.attrelid
       left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relnamespace in (table here) and a.attnum > 0
     union all select concat_ws(' ', 'relation', relname, relkind, relacl, reloptions) from pg_class
      where relnamespace in (table here)
     union all select concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
       from pg_constraint where connamespace in (table here)
     union all select indexdef from pg_indexes where schemaname = $1
     union all select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace in (table here) and not tgisinternal
     union all select concat_ws(' ', pg_get_functiondef(oid), proacl) from pg_proc
      where pronamespace in (table here)
     union all select concat_ws(' ', 'schema', nspacl) from pg_namespace where nspname = $1`,
    [schema]
  )
  return rows.map(({ line }) => line.replaceAll(schema, '«schema»')).sort()
}
