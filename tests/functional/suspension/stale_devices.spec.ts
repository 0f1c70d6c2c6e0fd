import { test } from '@japa/runner'
import { FrozenClock } from '#core/clock'
import { gigabytes } from '#core/octets'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import { ForgetStaleDevices } from '#hotspot/customers/forget_stale_devices'
import { writeRadiusRows } from '#radius/radius_rows'
import { createCustomer, mac } from '#tests/support/fixtures'
import { radiusRowsOf } from '#tests/support/radius_rows'
import { createTenant } from '#tests/support/tenants'
import { anActivation, NOW, tenancyOf } from './stage.js'

const DAYS = 45

async function shop() {
  const tenant = await createTenant()
  await tenant.merge({ settings: { staleDeviceDays: DAYS } }).save()
  const tenancy = await tenancyOf()
  const inside = <T>(work: () => Promise<T>) => tenancy.run(tenant, work)
  const forget = new ForgetStaleDevices(tenancy, new FrozenClock(NOW))

  /** Somebody whose phone was last seen so many days ago, with the RADIUS rows of a package. */
  const seen = (n: number, days: number) =>
    inside(async () => {
      const customer = await createCustomer(n, `Person ${n}`)
      const lastSeenAt = NOW.minus({ days }).toJSDate()
      await Device.query().where('mac', mac(n)).update({ lastSeenAt })
      const speed = { downloadBps: 5_000_000, uploadBps: 5_000_000 }
      await writeRadiusRows(tenancy, [mac(n)], {
        ...speed,
        octetsLimit: gigabytes(1),
        expiresAt: NOW,
      })
      return customer
    })
  const activation = (customer: Customer, status: 'running' | 'suspended') =>
    inside(() => Activation.create({ ...anActivation({ status }), customerId: customer.id }))
  const session = (n: number, stopped: boolean) =>
    inside(() =>
      tenancy.transaction.table('radacct').insert({
        acctsessionid: `session-${n}`,
        acctuniqueid: `session-${n}`,
        username: mac(n),
        nasipaddress: '127.78.0.9',
        acctstarttime: NOW.minus({ days: 100 }).toJSDate(),
        acctupdatetime: NOW.minus({ days: 1 }).toJSDate(),
        acctstoptime: stopped ? NOW.minus({ days: 1 }).toJSDate() : null,
      })
    )
  return { tenant, inside, forget, seen, activation, session }
}

test.group('Suspension | Stale devices', () => {
  test('go with their RADIUS rows, unless a package runs or a session is open', async ({
    assert,
  }) => {
    const { tenant, inside, forget, seen, activation, session } = await shop()
    const [GONE, RECENT, RUNNING, ONLINE, SUSPENDED, OFFLINE] = [1, 2, 3, 4, 5, 6]
    await seen(GONE, DAYS + 1)
    await seen(RECENT, DAYS - 1)
    await activation(await seen(RUNNING, DAYS + 1), 'running')
    await seen(ONLINE, DAYS + 1)
    await session(ONLINE, false)
    await activation(await seen(SUSPENDED, DAYS + 1), 'suspended')
    await seen(OFFLINE, DAYS + 1)
    await session(OFFLINE, true)

    assert.equal(await forget.execute(tenant), 3)
    const kept = await inside(() => Device.query().orderBy('mac'))
    assert.deepEqual(
      kept.map((device) => device.mac),
      [mac(RECENT), mac(RUNNING), mac(ONLINE)]
    )
    for (const n of [GONE, SUSPENDED, OFFLINE]) {
      assert.isEmpty(await inside(() => radiusRowsOf(mac(n))))
    }
    for (const n of [RECENT, RUNNING, ONLINE]) {
      assert.isNotEmpty(await inside(() => radiusRowsOf(mac(n))))
    }
    assert.lengthOf(await inside(() => Customer.all()), 6, 'the number stays the account')
    assert.equal(await forget.execute(tenant), 0)
  })

  test('a device seen to the second so many days ago stays', async ({ assert }) => {
    const { tenant, forget, seen } = await shop()
    await seen(1, DAYS)
    assert.equal(await forget.execute(tenant), 0)
  })
})
