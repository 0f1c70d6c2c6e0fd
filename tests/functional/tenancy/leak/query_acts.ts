import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import { type Act, PEOPLE } from '#tests/functional/tenancy/leak/household'
import { mac, mobile } from '#tests/support/fixtures'

/** Relations, and what is written nearer to SQL. */
export const queryActs: Act[] = [
  {
    name: 'preload, both ways and nested',
    perform: (house) =>
      house.run(async () => {
        const people = await house
          .people()
          .preload('devices', (devices) => devices.preload('customer'))
        house.ours(people, PEOPLE.length)
        const owners = people.flatMap(({ devices }) => devices.map(({ customer }) => customer))
        house.ours(owners)
      }),
  },
  {
    name: 'load on an instance fetched in an earlier scope',
    async perform(house) {
      const customer = await house.run(() => Customer.findOrFail(4))
      await house.run(() => customer.load('devices', (devices) => devices.preload('customer')))
      house.ours(customer.devices.map((device) => device.customer))
    },
  },
  {
    name: 'related().create, createMany, query and delete',
    perform: (house) =>
      house.run(async () => {
        house.stays()
        const customer = await Customer.create(house.newcomer())
        const [one, two] = [mac(100_000 + customer.id * 2), mac(100_001 + customer.id * 2)]
        await customer.related('devices').create({ mac: one })
        await customer.related('devices').createMany([{ mac: two }])
        const found = await customer.related('devices').query().preload('customer')
        house.ours(
          found.map((device) => device.customer),
          2
        )
        house.equal(await customer.related('devices').query().delete(), [2])
      }),
  },
  {
    name: 'has, whereHas, withCount and withAggregate',
    perform: (house) =>
      house.run(async () => {
        house.ours(await house.people().has('devices'), PEOPLE.length)
        house.ours(
          await Customer.query().whereHas('devices', (devices) => devices.where('mac', mac(3))),
          1
        )
        const counted = await house.people().withCount('devices').orderBy('id')
        house.ours(counted)
        house.equal(
          counted.map(({ $extras }) => $extras.devices_count),
          PEOPLE.map(() => '1')
        )
      }),
  },
  {
    name: 'sub-queries in callbacks',
    perform: (house) =>
      house.run(async (trx) => {
        house.ours(
          await Customer.query().whereIn('id', (devices) => {
            void devices.from('devices').select('customer_id').where('mac', mac(2))
          }),
          1
        )
        house.ours(
          await house.people().whereExists((devices) => {
            void devices.from('devices').whereColumn('customer_id', 'customers.id')
          }),
          PEOPLE.length
        )
        house.ours(await Customer.query().where('id', trx.from('devices').min('customer_id')), 1)
        house.ours(await house.people().if(true, (query) => void query.where('id', '<', 3)), 2)
      }),
  },
  {
    name: 'CTE, plain and recursive',
    perform: (house) =>
      house.run(async (trx) => {
        house.ours(
          await trx
            .query<{ name: string }>()
            .with('early', (query) => void query.from('customers').where('id', '<=', 3))
            .from('early'),
          3
        )
        const { rows } = await trx.rawQuery(
          `with recursive chain (id, name) as (
             select id, name from customers where id = 1
             union all select c.id, c.name from customers c join chain on c.id = chain.id + 1
              where c.id <= 6)
           select * from chain`
        )
        house.ours(rows, PEOPLE.length)
      }),
  },
  {
    name: 'union and join',
    perform: (house) =>
      house.run(async (trx) => {
        house.ours(
          await trx
            .from('customers')
            .select('name')
            .where('id', 1)
            .unionAll((query) => {
              void query.from('packages').select('name')
            }),
          4
        )
        house.ours(
          await trx
            .from('devices')
            .join('customers', 'customers.id', 'devices.customer_id')
            .where('mac', mac(1))
            .select('name'),
          1
        )
      }),
  },
  {
    name: 'raw SQL: read, write, expressions, the transaction of the scope',
    perform: (house) =>
      house.run(async (trx) => {
        const { rows } = await trx.rawQuery('select name from customers where mobile = ?', [
          mobile(1),
        ])
        house.ours(rows, 1)
        const changed = await house.tenancy.transaction.rawQuery(
          'update customers set updated_at = now() where id = 2 returning name'
        )
        house.ours(changed.rows, 1)
        house.ours(
          await Customer.query().whereRaw('id = (select min(customer_id) from devices)'),
          1
        )
      }),
  },
  {
    name: 'insertQuery: one, many, on conflict',
    perform: (house) =>
      house.run(async (trx) => {
        const [first, second, third] = [house.newcomer(), house.newcomer(), house.newcomer()]
        house.stays(3)
        const insert = () =>
          trx.insertQuery<{ name: string }>().table('customers').returning('name')
        house.ours(await insert().insert(first), 1)
        house.ours(await insert().multiInsert([second, third]), 2)
        await trx.insertQuery().table('customers').insert(first).onConflict('mobile').ignore()
      }),
  },
  {
    name: 'functions and triggers of the schema',
    perform: (house) =>
      house.run(async () => {
        const device = await Device.findByOrFail('mac', mac(1))
        await house.tenancy.transaction.rawQuery('select platform.mark_due(?, now())', [
          house.tenant.schema,
        ])
        house.equal(device.customerId, 1)
      }),
  },
  {
    name: 'who and where Postgres says we are',
    perform: (house) =>
      house.run(async (trx) => {
        const { rows } = await trx.rawQuery(
          `select current_user as role, current_setting('search_path') as path,
                  (select count(*)::int from pg_class where relname = 'customers'
                      and pg_table_is_visible(oid)) as visible`
        )
        const { schema } = house.tenant
        house.equal(rows, [{ role: schema, path: schema, visible: 1 }])
      }),
  },
]
