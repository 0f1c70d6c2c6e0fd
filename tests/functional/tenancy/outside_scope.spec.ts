import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import { markDue } from '#tenancy/due_work'
import { CrossTenantScope, ForeignRecord, OutsideTenancy } from '#tenancy/errors'
import type Tenant from '#tenancy/models/tenant'
import tenancy from '#tenancy/services/tenancy'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { asOwner } from '#tests/support/database'
import { createCustomer, mac, mobile } from '#tests/support/fixtures'
import { createTenant, dropTenant } from '#tests/support/tenants'

let green: Tenant
let red: Tenant
let greens: Customer
let reds: Customer

const newcomer = () => ({ mobile: mobile(77), name: 'nobody’s', status: 'active' as const })

/** Everything a model can be asked, with a customer who was fetched in a proper scope. */
const modelQueries: { kind: string; ask: (fetched: Customer) => unknown }[] = [
  { kind: 'find', ask: () => Customer.find(1) },
  { kind: 'findBy', ask: () => Customer.findBy('mobile', mobile(1)) },
  { kind: 'first', ask: () => Customer.first() },
  { kind: 'all', ask: () => Customer.all() },
  { kind: 'query', ask: () => Customer.query() },
  { kind: 'query of a named connection', ask: () => Customer.query({ connection: 'app' }) },
  { kind: 'pojo', ask: () => Customer.query().pojo() },
  { kind: 'paginate', ask: () => Customer.query().paginate(1) },
  { kind: 'count', ask: () => Customer.query().count('*') },
  { kind: 'preload', ask: () => Customer.query().preload('devices') },
  { kind: 'whereHas', ask: () => Customer.query().whereHas('devices', () => {}) },
  { kind: 'bulk update', ask: () => Customer.query().update({ name: 'x' }) },
  { kind: 'bulk delete', ask: () => Customer.query().delete() },
  { kind: 'truncate', ask: () => Customer.truncate(true) },
  { kind: 'create', ask: () => Customer.create(newcomer()) },
  { kind: 'createMany', ask: () => Customer.createMany([newcomer()]) },
  { kind: 'updateOrCreate', ask: () => Customer.updateOrCreate({ id: 1 }, newcomer()) },
  { kind: 'firstOrCreate', ask: () => Customer.firstOrCreate({ mobile: mobile(77) }, newcomer()) },
  { kind: 'fetchOrCreateMany', ask: () => Customer.fetchOrCreateMany('mobile', [newcomer()]) },
  { kind: 'new and save', ask: () => new Customer().merge(newcomer()).save() },
  { kind: 'save of a fetched one', ask: (known) => known.merge({ name: 'x' }).save() },
  { kind: 'delete of a fetched one', ask: (known) => known.delete() },
  { kind: 'refresh of a fetched one', ask: (known) => known.refresh() },
  { kind: 'load on a fetched one', ask: (known) => known.load('devices') },
  { kind: 'related query', ask: (known) => known.related('devices').query() },
  { kind: 'related create', ask: (known) => known.related('devices').create({ mac: mac(77) }) },
  { kind: 'related bulk delete', ask: (known) => known.related('devices').query().delete() },
]

/** What reaches Postgres by the pool alone; it has no tables there, and no rights. */
const poolQueries: { kind: string; ask: (schema: string) => unknown; refusal: RegExp }[] = [
  {
    kind: 'raw SQL',
    ask: () => db.rawQuery('select * from customers'),
    refusal: /relation "customers" does not exist/,
  },
  {
    kind: 'the query builder',
    ask: () => db.from('customers'),
    refusal: /relation "customers" does not exist/,
  },
  {
    kind: 'the insert builder',
    ask: () => db.table('customers').insert(newcomer()),
    refusal: /relation "customers" does not exist/,
  },
  {
    kind: 'a transaction of one’s own',
    ask: () => db.transaction((trx) => trx.from('customers')),
    refusal: /relation "customers" does not exist/,
  },
  {
    kind: 'a model given the pool as its client',
    ask: () => Customer.query({ client: db.connection('app') }),
    refusal: /relation "customers" does not exist/,
  },
  {
    kind: 'raw SQL that names the schema',
    ask: (schema) => db.rawQuery(`select * from ${schema}.customers`),
    refusal: /permission denied for schema/,
  },
  {
    kind: 'the query builder with a schema',
    ask: (schema) => db.query().withSchema(schema).from('customers'),
    refusal: /permission denied for schema/,
  },
  {
    kind: 'a search_path without the role',
    ask: (schema) =>
      db.transaction(async (trx) => {
        await trx.rawQuery(`set local search_path = ${schema}`)
        await trx.rawQuery('select * from customers')
      }),
    refusal: /relation "customers" does not exist|permission denied/,
  },
]

test.group('Without a scope', (group) => {
  group.setup(async () => {
    ;[green, red] = [await createTenant(), await createTenant()]
    greens = await tenancy.run(green, () => createCustomer(1, 'green'))
    reds = await tenancy.run(red, () => createCustomer(1, 'red'))
  })
  group.teardown(async () => {
    await dropTenant(green)
    await dropTenant(red)
  })
  group.each.teardown(async () => {
    for (const [tenant, name] of [
      [green, 'green'],
      [red, 'red'],
    ] as const) {
      const rows = await asOwner(
        `select name, mac from ${tenant.schema}.customers c
           join ${tenant.schema}.devices d on d.customer_id = c.id`
      )
      if (JSON.stringify(rows) !== JSON.stringify([{ name, mac: mac(1) }])) {
        throw new Error(`The rows of ${name} were changed: ${JSON.stringify(rows)}`)
      }
    }
  })

  test('a model throws: {kind}')
    .with(modelQueries)
    .run(async ({ assert }, { ask }) => {
      await assert.rejects(async () => void (await ask(greens)), OutsideTenancy)
    })

  test('Postgres knows no table or refuses: {kind}')
    .with(poolQueries)
    .run(async ({ assert }, { ask, refusal }) => {
      await assert.rejects(async () => void (await ask(green.schema)), refusal)
    })

  test('there is no tenant, no transaction, no due work to mark', async ({ assert }) => {
    assert.isFalse(tenancy.isInScope)
    assert.throws(() => tenancy.tenant, OutsideTenancy)
    assert.throws(() => tenancy.transaction, OutsideTenancy)
    await assert.rejects(() => markDue(tenancy, DateTime.utc()), OutsideTenancy)
  })

  test('in another’s scope a fetched record is refused: {kind}')
    .with(modelQueries.filter(({ kind }) => kind.includes('fetched') || kind.includes('related')))
    .run(async ({ assert }, { ask }) => {
      await assert.rejects(
        () => tenancy.run(red, async () => void (await ask(greens))),
        ForeignRecord
      )
    })

  test('in its own scope a record made or fetched earlier goes on', async ({ assert }) => {
    const fetched = await tenancy.run(green, () => Customer.findByOrFail('mobile', mobile(1)))
    for (const record of [greens, fetched]) {
      await assert.doesNotReject(() => tenancy.run(green, () => record.refresh()))
      await assert.rejects(() => tenancy.run(red, () => record.refresh()), ForeignRecord)
    }
    await assert.doesNotReject(() => tenancy.run(red, () => reds.refresh()))
  })

  test('another’s scope cannot be entered from inside one', async ({ assert }) => {
    await assert.rejects(
      () => tenancy.run(green, () => tenancy.run(red, () => Device.all())),
      CrossTenantScope
    )
  })

  test('work left over from a scope sends no job', async ({ assert }) => {
    const jobs = await app.container.make(JobQueue)
    let end = () => {}
    const ended = new Promise<void>((resolve) => (end = resolve))
    const { late } = await tenancy.run(green, async () => ({
      late: ended.then(() => jobs.send('send-sms', { tenantId: green.id, messageId: 1 })),
    }))
    end()
    await assert.rejects(() => late, OutsideTenancy)
  })
})
