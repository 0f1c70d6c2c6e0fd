import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Customer from '#hotspot/customers/customer'
import type Tenant from '#tenancy/models/tenant'
import tenancy from '#tenancy/services/tenancy'
import { asOwner, connectAs } from '#tests/support/database'
import { createCustomer } from '#tests/support/fixtures'
import { createTenant, dropTenant } from '#tests/support/tenants'

let green: Tenant
let red: Tenant

/** SQL that a slip or an injection might run in a scope of red's. `other` is green's schema. */
const crossings: { what: string; sql: (other: string) => string; refusal?: RegExp }[] = [
  { what: 'read', sql: (other) => `select * from ${other}.customers` },
  { what: 'insert', sql: (other) => `insert into ${other}.packages (name) values ('x')` },
  { what: 'update', sql: (other) => `update ${other}.customers set name = 'x'` },
  { what: 'delete', sql: (other) => `delete from ${other}.customers` },
  { what: 'truncate', sql: (other) => `truncate ${other}.customers cascade` },
  { what: 'join', sql: (other) => `select * from customers join ${other}.customers c using (id)` },
  { what: 'sequence', sql: (other) => `select nextval('${other}.customers_id_seq')` },
  {
    what: 'function',
    sql: (other) => `select * from ${other}.radius_late('x', 'Start', true, '', 0, 0, 0, 0)`,
  },
  { what: 'lock', sql: (other) => `lock table ${other}.customers` },
  { what: 'grant', sql: (other) => `grant select on ${other}.customers to current_user` },
  { what: 'drop', sql: (other) => `drop schema ${other} cascade`, refusal: /must be owner/ },
  {
    what: 'search_path',
    sql: (other) => `select set_config('search_path', '${other}', true)`,
    refusal: /relation "customers" does not exist|permission denied/,
  },
]

/** What a tenant's role may not do in its own house either. */
const overreaches: { what: string; sql: (own: string) => string; refusal: RegExp }[] = [
  { what: 'create a table', sql: () => 'create table x ()', refusal: /permission denied/ },
  {
    what: 'create a temporary table',
    sql: () => 'create temp table x ()',
    refusal: /permission denied/,
  },
  {
    what: 'create a table in public',
    sql: () => 'create table public.x ()',
    refusal: /permission denied/,
  },
  {
    what: 'create a table in platform',
    sql: () => 'create table platform.x ()',
    refusal: /permission denied/,
  },
  { what: 'create a schema', sql: () => 'create schema x', refusal: /permission denied/ },
  { what: 'create a role', sql: () => 'create role x', refusal: /permission denied/ },
  {
    what: 'create a function',
    sql: () => `create function x() returns int language sql as 'select 1'`,
    refusal: /permission denied/,
  },
  {
    what: 'change a table',
    sql: () => 'alter table customers add x int',
    refusal: /must be owner/,
  },
  { what: 'drop a table', sql: () => 'drop table customers cascade', refusal: /must be owner/ },
  { what: 'empty a table', sql: () => 'truncate customers cascade', refusal: /permission denied/ },
  {
    what: 'switch the usage trigger off',
    sql: () => 'alter table radacct disable trigger all',
    refusal: /must be owner/,
  },
  {
    what: 'switch triggers off for the session',
    sql: () => 'set session_replication_role = replica',
    refusal: /permission denied/,
  },
  {
    what: 'run a program',
    sql: () => `copy customers to program 'true'`,
    refusal: /permission denied/,
  },
  {
    what: 'read a file',
    sql: () => `select pg_read_file('PG_VERSION')`,
    refusal: /permission denied/,
  },
  {
    what: 'become the owner',
    sql: () => 'set local role portico_owner',
    refusal: /permission denied/,
  },
  {
    what: 'become FreeRADIUS',
    sql: () => 'set local role portico_radius',
    refusal: /permission denied/,
  },
  {
    what: 'become superuser',
    sql: () => 'set local role postgres',
    refusal: /permission denied|does not exist/,
  },
  {
    what: 'end another session',
    sql: () =>
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'portico_owner'
        or pid = pg_backend_pid() limit 1`,
    refusal: /permission denied/,
  },
  { what: 'read jobs', sql: () => 'select data from pgboss.job', refusal: /permission denied/ },
  {
    what: 'read jobs’ tables',
    sql: () => 'select * from pgboss.job_common',
    refusal: /permission denied/,
  },
  {
    what: 'take jobs',
    sql: () => `update pgboss.job_common set state = 'active'`,
    refusal: /permission denied/,
  },
  { what: 'remove jobs', sql: () => 'delete from pgboss.job_common', refusal: /permission denied/ },
  {
    what: 'remove a queue',
    sql: () => `select pgboss.delete_queue('send-sms')`,
    refusal: /permission denied/,
  },
  {
    what: 'ask FreeRADIUS’s functions',
    sql: () => `select radius_late('x', 'Start', true, '', 0, 0, 0, 0)`,
    refusal: /permission denied/,
  },
]

test.group('In a tenant’s scope, Postgres refuses', (group) => {
  group.setup(async () => {
    ;[green, red] = [await createTenant(), await createTenant()]
    await tenancy.run(green, () => createCustomer(1, 'green'))
    await tenancy.run(red, () => createCustomer(1, 'red'))
  })
  group.teardown(async () => {
    await dropTenant(green)
    await dropTenant(red)
  })
  group.each.teardown(async () => {
    const rows = await asOwner(`select name from ${green.schema}.customers`)
    if (JSON.stringify(rows) !== '[{"name":"green"}]') throw new Error('green was touched')
  })

  const inRed = (sql: string) => tenancy.run(red, (trx) => trx.rawQuery(sql))

  test('another tenant’s: {what}')
    .with(crossings)
    .run(async ({ assert }, { sql, refusal = /permission denied for schema/ }) => {
      await assert.rejects(
        () =>
          tenancy.run(red, async (trx) => {
            await trx.rawQuery(sql(green.schema))
            await trx.rawQuery('select * from customers')
          }),
        refusal
      )
    })

  test('another tenant’s, by a model sent to its schema', async ({ assert }) => {
    await assert.rejects(
      () => tenancy.run(red, () => Customer.query().withSchema(green.schema).exec()),
      /permission denied for schema/
    )
  })

  test('to {what}')
    .with(overreaches)
    .run(async ({ assert }, { sql, refusal }) => {
      await assert.rejects(() => inRed(sql(red.schema)), refusal)
    })

  test('every table of the platform’s', async ({ assert }) => {
    const tables = await asOwner<{ name: string }>(
      `select oid::regclass::text as name from pg_class
        where relnamespace = 'platform'::regnamespace and relkind in ('r', 'v', 'm', 'S')`
    )
    assert.isAbove(tables.length, 6)
    for (const { name } of tables) {
      await assert.rejects(() => inRed(`select * from ${name}`), /permission denied/)
    }
  })

  test('reset role leads to the login role, which has nothing of any tenant’s', async ({
    assert,
  }) => {
    for (const reset of ['reset role', 'set local role none', 'set local role portico_app']) {
      for (const { schema } of [green, red]) {
        await assert.rejects(
          () =>
            tenancy.run(red, async (trx) => {
              await trx.rawQuery(reset)
              await trx.rawQuery(`select * from ${schema}.customers`)
            }),
          /permission denied for schema/
        )
      }
    }
  })

  test('and a bound value stays a value, whatever SQL it holds', async ({ assert }) => {
    const sly = `'; set local role ${green.schema}; select * from ${green.schema}.customers; --`
    await tenancy.run(red, async (trx) => {
      assert.lengthOf(await Customer.query().where('name', sly), 0)
      assert.lengthOf(await trx.from('customers').whereILike('name', sly), 0)
      await assert.rejects(
        () => trx.transaction((client) => client.from('customers').orderBy(sly)),
        /missing FROM-clause entry|does not exist/
      )
    })
  })

  test('what other sessions are doing', async ({ assert }) => {
    const somebody = await connectAs('app')
    await somebody.query(`select 'a secret of somebody’s'`)
    const seenAs = async (look: (sql: string) => Promise<{ rows: { query: string }[] }>) => {
      const { rows } = await look('select query from pg_stat_activity where usename is not null')
      return rows.map(({ query }) => query).join()
    }
    assert.notInclude(await seenAs(inRed), 'a secret')
    assert.include(await seenAs((sql) => db.rawQuery(sql)), 'a secret')
    await somebody.end()
  })
})

test.group('Rights, as the catalogue has them', (group) => {
  let tenant: Tenant
  let other: Tenant
  group.setup(async () => {
    ;[tenant, other] = [await createTenant(), await createTenant()]
  })
  group.teardown(async () => {
    await dropTenant(tenant)
    await dropTenant(other)
  })

  /** What a role may do with whose tables; system schemas left out. */
  const tableRights = (role: string, schemas: string) =>
    asOwner<{ name: string; rights: string }>(
      `select c.relname as name, string_agg(p, ', ' order by p) as rights
         from pg_class c
         join pg_namespace n on n.oid = c.relnamespace,
         unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER',
           'MAINTAIN']) p
        where c.relkind in ('r', 'p', 'v', 'm') and n.nspname similar to $2
          and has_schema_privilege($1, n.oid, 'USAGE') and has_table_privilege($1, c.oid, p)
        group by 1 order by 1`,
      [role, schemas]
    )
  /** Columns it may touch of tables it may not touch as a whole. */
  const columnRights = (role: string, schema: string) =>
    asOwner<{ name: string; columns: string }>(
      `select c.relname as name, string_agg(a.attname, ', ' order by a.attname) as columns
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
        where c.relkind = 'r' and c.relnamespace = $2::regnamespace
          and not has_table_privilege($1, c.oid, 'SELECT, INSERT, UPDATE, DELETE')
          and has_column_privilege($1, c.oid, a.attnum, 'SELECT, INSERT, UPDATE, REFERENCES')
        group by 1 order by 1`,
      [role, schema]
    )
  const functionRights = (role: string, schemas: string) =>
    asOwner<{ name: string }>(
      `select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname similar to $2 and p.prorettype <> 'trigger'::regtype
          and has_schema_privilege($1, n.oid, 'USAGE') and has_function_privilege($1, p.oid, 'EXECUTE')
        order by 1`,
      [role, schemas]
    )

  test('a tenant’s role has the rows of its own tables and nothing else', async ({ assert }) => {
    const own = await tableRights(tenant.schema, tenant.schema)
    assert.isAtLeast(own.length, 15)
    assert.deepEqual(
      new Set(own.map(({ rights }) => rights)),
      new Set(['DELETE, INSERT, SELECT, UPDATE'])
    )
    assert.deepEqual(await functionRights(tenant.schema, tenant.schema), [])

    assert.deepEqual(await tableRights(tenant.schema, `${other.schema}|platform|public`), [])
    assert.deepEqual(await tableRights(tenant.schema, 'pgboss'), [
      { name: 'job_common', rights: 'INSERT' },
      { name: 'queue', rights: 'SELECT' },
    ])
    assert.deepEqual(await functionRights(tenant.schema, 'platform|public'), [{ name: 'mark_due' }])
  })

  test('the application’s login role has nothing of a tenant’s before it takes its role', async ({
    assert,
  }) => {
    assert.deepEqual(await tableRights('portico_app', 't\\_%'), [])
    assert.deepEqual(await functionRights('portico_app', 't\\_%'), [])
    const [login] = await asOwner(
      `select rolinherit, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles
        where rolname = 'portico_app'`
    )
    assert.deepEqual(new Set(Object.values(login ?? {})), new Set([false]))
  })

  test('FreeRADIUS has what it needs and nothing else', async ({ assert }) => {
    assert.deepEqual(await tableRights('portico_radius', tenant.schema), [
      { name: 'radacct', rights: 'INSERT, SELECT, UPDATE' },
      { name: 'radcheck', rights: 'SELECT' },
      { name: 'radpostauth', rights: 'INSERT' },
      { name: 'radreply', rights: 'SELECT' },
    ])
    assert.deepEqual(await columnRights('portico_radius', tenant.schema), [])
    assert.deepEqual(await functionRights('portico_radius', tenant.schema), [
      { name: 'radius_interim' },
      { name: 'radius_late' },
    ])
    assert.deepEqual(await tableRights('portico_radius', 'platform|pgboss|public'), [
      { name: 'radius_clients', rights: 'SELECT' },
    ])
    assert.deepEqual(await functionRights('portico_radius', 'platform|pgboss|public'), [
      { name: 'mark_due' },
    ])
  })

  test('nobody but the owner may make anything anywhere', async ({ assert }) => {
    const creators = await asOwner(
      `select r.rolname, n.nspname from pg_roles r, pg_namespace n
        where r.rolname = any($1) and n.nspname !~ '^pg_temp|^pg_toast'
          and has_schema_privilege(r.oid, n.oid, 'CREATE')`,
      [['portico_app', 'portico_radius', 'portico_tenant', tenant.schema]]
    )
    assert.deepEqual(creators, [])
    const [tenantRole] = await asOwner(
      `select rolcanlogin, rolinherit, rolsuper, rolcreaterole from pg_roles where rolname = $1`,
      [tenant.schema]
    )
    assert.deepEqual(tenantRole, {
      rolcanlogin: false,
      rolinherit: true,
      rolsuper: false,
      rolcreaterole: false,
    })
  })

  test('mark_due only ever lowers, for a tenant that exists', async ({ assert }) => {
    const mark = (at: string | null) =>
      tenancy.run(tenant, (trx) =>
        trx.rawQuery(`select platform.mark_due(?, nullif(?, '')::timestamptz)`, [
          tenant.schema,
          at ?? '',
        ])
      )
    const dueAt = async () => {
      const [row] = await asOwner<{ due_at: Date | null }>(
        'select due_at from platform.due_work where schema = $1',
        [tenant.schema]
      )
      return row?.due_at?.toISOString() ?? null
    }
    for (const [at, expected] of [
      [null, null],
      ['2999-01-02T00:00:00Z', '2999-01-02T00:00:00.000Z'],
      ['2999-01-03T00:00:00Z', '2999-01-02T00:00:00.000Z'],
      [null, '2999-01-02T00:00:00.000Z'],
      ['2999-01-01T00:00:00Z', '2999-01-01T00:00:00.000Z'],
    ] as const) {
      await mark(at)
      assert.equal(await dueAt(), expected)
    }
  })
})
