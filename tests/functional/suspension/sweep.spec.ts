import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { FrozenClock } from '#core/clock'
import { octets } from '#core/octets'
import { ActivatePackage, type ActivationMode } from '#hotspot/activation/activate_package'
import Activation from '#hotspot/activation/activation'
import { offerOf } from '#hotspot/activation/offer'
import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import { localTime } from '#hotspot/local_time'
import AutoSuspensionLog from '#hotspot/logs/auto_suspension_log'
import Package from '#hotspot/packages/package'
import { BringOnline } from '#hotspot/router_access/bring_online'
import { ChangeSessions } from '#hotspot/router_access/change_sessions'
import SmsMessage from '#messaging/sms_message'
import RouterCommand from '#routers/commands/router_command'
import Tenant from '#tenancy/models/tenant'
import { aPackage, createCustomer } from '#tests/support/fixtures'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { createTenant } from '#tests/support/tenants'
import { NOW, someone, suspendedFor, sweepAt, tenancyOf, traces, UNTOUCHED } from './stage.js'

const bare = () => openIsp({ packages: false, gateways: false })

async function purchaseAt(now: DateTime): Promise<ActivatePackage> {
  return new ActivatePackage(
    await tenancyOf(),
    new FrozenClock(now),
    await app.container.make(BringOnline),
    await app.container.make(ChangeSessions)
  )
}

/** Buys a package of the tenant's, and holds the customer's row until told to let go. */
async function buyAndHold(isp: Isp, customer: Customer, chosen: Package, mode?: ActivationMode) {
  const activate = await purchaseAt(NOW.minus({ minutes: 2 }))
  const bought = Promise.withResolvers<void>()
  const mayCommit = Promise.withResolvers<void>()
  const committed = isp.inside(async () => {
    await activate.execute(customer.id, offerOf(chosen), 'payment', mode)
    bought.resolve()
    await mayCommit.promise
  })
  await Promise.race([bought.promise, committed])
  return async () => {
    mayCommit.resolve()
    await committed
  }
}

test.group('Suspension | Who is over', (group) => {
  let isp: Isp
  group.setup(async () => {
    isp = await bare()
  })

  test('{name}')
    .with([
      { name: 'time', terms: {}, after: suspendedFor('time_limit_exceeds') },
      {
        name: 'data',
        terms: { octetsUsed: octets(1000), exhaustedAt: NOW, expiresAt: NOW.plus({ hours: 1 }) },
        after: suspendedFor('volume_limit_exceeds'),
      },
      {
        name: 'data and time: data ended before',
        terms: { octetsUsed: octets(1001), exhaustedAt: NOW },
        after: suspendedFor('volume_limit_exceeds'),
      },
      {
        name: 'unlimited data ends by time',
        terms: { octetsLimit: null, octetsUsed: octets(2n ** 40n) },
        after: suspendedFor('time_limit_exceeds'),
      },
      {
        name: 'the second at which it ends',
        terms: { expiresAt: NOW },
        after: suspendedFor('time_limit_exceeds'),
      },
      { name: 'a second before', terms: { expiresAt: NOW.plus({ seconds: 1 }) }, after: UNTOUCHED },
      {
        name: 'one octet left',
        terms: { octetsUsed: octets(999), expiresAt: NOW.plus({ seconds: 1 }) },
        after: UNTOUCHED,
      },
    ])
    .run(async ({ assert }, { terms, after }) => {
      const customer = await someone(isp, terms)
      await (await sweepAt()).execute(isp.tenant)
      assert.deepEqual(await traces(isp, customer), after)
    })

  test('the blocked stay blocked, and it is written down that their package is over', async ({
    assert,
  }) => {
    const customer = await someone(isp)
    await isp.inside(async () => void (await customer.merge({ status: 'blocked' }).save()))
    await (await sweepAt()).execute(isp.tenant)
    assert.deepInclude(await traces(isp, customer), {
      customer: 'blocked',
      activation: 'suspended',
      logs: ['time_limit_exceeds'],
    })
  })

  test('says when the next one is over', async ({ assert }) => {
    const own = await bare()
    const sweep = await sweepAt()
    assert.isNull(await sweep.execute(own.tenant))
    await someone(own, { expiresAt: NOW.plus({ hours: 3 }) })
    await someone(own, { expiresAt: NOW.plus({ hours: 2 }) })
    const next = await sweep.execute(own.tenant)
    assert.equal(next?.toMillis(), NOW.plus({ hours: 2 }).toMillis())
  })

  test('more than a batch, by time and by data, are all suspended by one pass', async ({
    assert,
  }) => {
    const own = await bare()
    const people = 1003
    await own.inside(async () => {
      const { transaction } = await tenancyOf()
      await transaction.rawQuery(
        `with everybody as (
           insert into customers (mobile, status)
             select '+88018' || lpad(n::text, 8, '0'), 'active' from generate_series(1, :people) n
           returning id
         )
         insert into activations (customer_id, package_name, source, price_minor, currency,
             validity_seconds, download_bps, upload_bps, octets_limit, octets_used, exhausted_at,
             starts_at, expires_at)
           select id, 'Day', 'cash', 1, 'BDT', 60, 1, 1, 1000, 1000 * used, (array[:now::timestamptz])[used],
                  now(), :now::timestamptz + (used - 0.5) * interval '1 hour'
             from (select id, (id % 2)::int as used from everybody) halves`,
        { people, now: NOW.toJSDate() }
      )
      await transaction.rawQuery(
        'update customers c set activation_id = a.id from activations a where a.customer_id = c.id'
      )
    })
    assert.isNull(await (await sweepAt()).execute(own.tenant))
    const counts = await own.inside(async () => ({
      customers: (await Customer.query().where('status', 'suspended')).length,
      logs: (await AutoSuspensionLog.all()).length,
      messages: (await SmsMessage.query().where('event', 'suspended')).length,
    }))
    assert.deepEqual(counts, { customers: people, logs: people, messages: people })
  })
})

test.group('Suspension | Two at once', (group) => {
  let isp: Isp
  group.setup(async () => {
    isp = await bare()
  })

  test('two sweeps suspend everybody once', async ({ assert }) => {
    const customers = []
    for (let n = 0; n < 20; n += 1) customers.push(await someone(isp))
    const sweeps = [await sweepAt(), await sweepAt(), await sweepAt()]
    await Promise.all(sweeps.map((sweep) => sweep.execute(isp.tenant)))
    for (const customer of customers) {
      assert.deepEqual(await traces(isp, customer), suspendedFor('time_limit_exceeds'))
    }
  })

  test('who is buying just now is left alone, and has time again at the next pass', async ({
    assert,
  }) => {
    const customer = await someone(isp)
    const chosen = await isp.inside(() => Package.create(aPackage()))
    const letGo = await buyAndHold(isp, customer, chosen)
    const sweep = await sweepAt()

    const again = await sweep.execute(isp.tenant)
    assert.deepEqual(await traces(isp, customer), UNTOUCHED, 'not waited for, not suspended')
    assert.isTrue(again !== null && again <= NOW, 'looked at again at once')

    await letGo()
    await sweep.execute(isp.tenant)
    assert.deepEqual(await traces(isp, customer), UNTOUCHED)
  })

  test('who is being edited when the data is gone is suspended by the next pass', async ({
    assert,
  }) => {
    const own = await bare()
    const customer = await someone(own, {
      octetsUsed: octets(1000),
      exhaustedAt: NOW,
      expiresAt: NOW.plus({ days: 20 }),
    })
    const locked = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const editing = own.inside(async () => {
      await Customer.query().where('id', customer.id).forUpdate().firstOrFail()
      locked.resolve()
      await mayEnd.promise
    })
    await Promise.race([locked.promise, editing])
    const sweep = await sweepAt()

    const again = await sweep.execute(own.tenant)
    assert.isTrue(again !== null && again <= NOW, 'not in twenty days')
    mayEnd.resolve()
    await editing
    await sweep.execute(own.tenant)
    assert.deepEqual(await traces(own, customer), suspendedFor('volume_limit_exceeds'))
  })
})

test.group('Suspension | Who ends the session', () => {
  test('{suspendBy}: {then}')
    .with([
      { suspendBy: 'disconnect' as const, then: 'we log out', commands: ['logout'] },
      { suspendBy: 'logout' as const, then: 'we log out, too', commands: ['logout'] },
      { suspendBy: 'router' as const, then: 'nothing is queued', commands: [] },
    ])
    .run(async ({ assert }, { suspendBy, commands }) => {
      const isp = await bare()
      const router = await registerRouter(isp)
      const customer = await someone(isp)
      await isp.inside(() =>
        Device.query().where('customer_id', customer.id).update({ routerId: router.id })
      )
      const tenant = await Tenant.findOrFail(isp.tenant.id)
      await tenant.merge({ settings: { suspendBy } }).save()

      await (await sweepAt()).execute(tenant)
      assert.deepEqual(await traces(isp, customer), suspendedFor('time_limit_exceeds'))
      const queued = await isp.inside(() => RouterCommand.all())
      assert.deepEqual(
        queued.map(({ kind }) => kind),
        commands
      )
    })
})

test.group('Suspension | Another zone', () => {
  test('a day that ends at midnight, on the eve of daylight saving, ends at that midnight', async ({
    assert,
  }) => {
    const tenant = await createTenant({ timezone: 'America/New_York' })
    const tenancy = await tenancyOf()
    const isp = { inside: <T>(work: () => Promise<T>) => tenancy.run(tenant, work) }
    const bought = DateTime.fromISO('2044-03-12T20:00', { zone: tenant.timezone })
    const [customer, activation] = await isp.inside(async () => {
      const someoneNew = await createCustomer(900_000, 'Njeri')
      const chosen = await Package.create(aPackage({ untilMidnight: true }))
      const activate = await purchaseAt(bought.toUTC())
      const given = await activate.execute(someoneNew.id, offerOf(chosen), 'payment')
      return [someoneNew, given] as const
    })

    assert.equal(localTime(activation.expiresAt, tenant), '13 Mar 2044, 23:59')
    const end = DateTime.fromISO('2044-03-14T03:59:59Z', { zone: 'utc' })
    assert.equal(activation.expiresAt.toMillis(), end.toMillis(), 'clocks went forward that day')

    await (await sweepAt(end.minus({ seconds: 1 }))).execute(tenant)
    const status = () =>
      isp.inside(async () => (await Activation.findByOrFail('customer_id', customer.id)).status)
    assert.equal(await status(), 'running')
    await (await sweepAt(end)).execute(tenant)
    assert.equal(await status(), 'suspended')
  })
})
