import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { FrozenClock } from '#core/clock'
import { trustMobileNumber } from '#core/mobile_number'
import { gigabytes } from '#core/octets'
import { ActivatePackage } from '#hotspot/activation/activate_package'
import Activation from '#hotspot/activation/activation'
import { offerOf, type Offer } from '#hotspot/activation/offer'
import Customer from '#hotspot/customers/customer'
import { LinkDevice } from '#hotspot/customers/link_device'
import { DeviceChangedRecently } from '#hotspot/customers/replacement_wait'
import HotspotLog from '#hotspot/logs/hotspot_log'
import Package from '#hotspot/packages/package'
import { BringOnline } from '#hotspot/router_access/bring_online'
import { ChangeSessions } from '#hotspot/router_access/change_sessions'
import { TakeOffline } from '#hotspot/router_access/take_offline'
import RouterCommand from '#routers/commands/router_command'
import { addCustomer, addDevice } from '#tests/functional/customers/staff'
import { sweepAt, tenancyOf } from '#tests/functional/suspension/stage'
import { atOnce } from '#tests/support/concurrency'
import { asOwner } from '#tests/support/database'
import { anyMac, anyMobile, Guest } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { radiusRowsOf } from '#tests/support/radius_rows'

let isp: Isp

async function purchaseAt(clock: FrozenClock): Promise<ActivatePackage> {
  return new ActivatePackage(
    await tenancyOf(),
    clock,
    await app.container.make(BringOnline),
    await app.container.make(ChangeSessions)
  )
}

async function offer(name: string): Promise<Offer> {
  return isp.inside(async () => offerOf(await Package.findByOrFail('name', name)))
}

function activationsOf({ id }: Customer): Promise<Activation[]> {
  return isp.inside(() => Activation.query().where('customer_id', id).orderBy('id'))
}

/** A customer with two phones that a router has seen. */
async function withTwoPhones() {
  const router = await registerRouter(isp)
  const customer = await addCustomer(isp)
  const devices = [
    await addDevice(isp, customer, { routerId: router.id }),
    await addDevice(isp, customer, { routerId: router.id }),
  ]
  return { customer, macs: devices.map(({ mac }) => mac), router }
}

test.group('Activation | One transaction', (group) => {
  group.setup(async () => {
    isp = await openIsp({ gateways: false })
  })

  test('what fails at its last step leaves nothing behind', async ({ assert, cleanup }) => {
    const { customer, macs, router } = await withTwoPhones()
    const { schema } = isp.tenant
    const mend = () => asOwner(`alter table if exists ${schema}.logs_away rename to hotspot_logs`)
    cleanup(async () => void (await mend()))
    await asOwner(`alter table ${schema}.hotspot_logs rename to logs_away`)
    const activate = await app.container.make(ActivatePackage)
    const bought = await offer('Day Pass')
    await assert.rejects(
      () => isp.inside(() => activate.execute(customer.id, bought, 'payment')),
      /hotspot_logs/
    )
    await mend()

    assert.lengthOf(await activationsOf(customer), 0)
    const [after, commands, rows] = await isp.inside(async () => [
      await Customer.findOrFail(customer.id),
      await RouterCommand.query().where('router_id', router.id),
      await radiusRowsOf(macs[0] ?? ''),
    ])
    assert.isNull(after.activationId)
    assert.lengthOf(commands, 0)
    assert.lengthOf(rows, 0)
  })

  test('ten purchases that race on two phones are ten days and twenty gigabytes', async ({
    assert,
  }) => {
    const { customer, macs } = await withTwoPhones()
    const activate = await app.container.make(ActivatePackage)
    const bought = await offer('Day Pass')
    await atOnce(
      5,
      Array.from({ length: 10 }, () => async () => {
        await isp.inside(() => activate.execute(customer.id, bought, 'payment'))
      })
    )
    const [only, ...others] = await activationsOf(customer)
    assert.lengthOf(others, 0)
    assert.equal(only?.octetsLimit, gigabytes(20))
    assert.equal(only?.expiresAt.diff(only.startsAt).as('seconds'), 10 * 86_400)
    for (const mac of macs) {
      const rows = Object.fromEntries(await isp.inside(() => radiusRowsOf(mac)))
      assert.equal(rows['Mikrotik-Total-Limit-Gigawords'], '5')
      assert.equal(rows.Expiration, only?.expiresAt.toUTC().toFormat('dd LLL yyyy HH:mm:ss'))
    }
  })

  test('different packages that race: one runs, the other was replaced, and every phone has the one', async ({
    assert,
  }) => {
    const { customer, macs } = await withTwoPhones()
    const activate = await app.container.make(ActivatePackage)
    const offers = [await offer('Day Pass'), await offer('Weekly')]
    await Promise.all(
      offers.map((bought) =>
        isp.inside(() => activate.execute(customer.id, bought, 'payment').then(() => undefined))
      )
    )
    const activations = await activationsOf(customer)
    assert.deepEqual(
      activations.map(({ status }) => status),
      ['replaced', 'running']
    )
    const running = activations[1]
    const now = await isp.inside(() => Customer.findOrFail(customer.id))
    assert.equal(now.activationId, running?.id)
    const ends = new Set<string | undefined>()
    for (const mac of macs) {
      ends.add(Object.fromEntries(await isp.inside(() => radiusRowsOf(mac))).Expiration)
    }
    assert.deepEqual([...ends], [running?.expiresAt.toUTC().toFormat('dd LLL yyyy HH:mm:ss')])
  })

  test('a customer of another ISP is nobody here', async ({ assert }) => {
    const neighbour = await openIsp({ gateways: false })
    const strangers = await neighbour.inside(() =>
      Customer.createMany(
        Array.from({ length: 50 }, () => ({ mobile: trustMobileNumber(anyMobile()) }))
      )
    )
    const stranger = strangers.at(-1)?.id ?? 0
    assert.isNull(await isp.inside(() => Customer.find(stranger)), 'no number of our own')
    const activate = await app.container.make(ActivatePackage)
    const bought = await offer('Day Pass')
    const before = await isp.inside(() => Activation.query().count('* as n'))
    await assert.rejects(
      () => isp.inside(() => activate.execute(stranger, bought, 'payment')),
      /Row not found/
    )
    const after = await isp.inside(() => Activation.query().count('* as n'))
    assert.equal(after[0]?.$extras.n, before[0]?.$extras.n)
    assert.lengthOf(await neighbour.inside(() => Activation.all()), 0)
  })
})

test.group('Activation | A clock that jumps', (group) => {
  const NOW = DateTime.fromISO('2045-06-01T12:00:00Z', { zone: 'utc' })
  group.setup(async () => {
    isp = await openIsp({ gateways: false })
  })

  test('back: who was suspended is so once, and buys again from the time it is', async ({
    assert,
  }) => {
    const customer = await addCustomer(isp)
    const clock = new FrozenClock(NOW)
    const activate = await purchaseAt(clock)
    const bought = await offer('Day Pass')
    await isp.inside(() => activate.execute(customer.id, bought, 'payment'))
    await (await sweepAt(NOW.plus({ days: 2 }))).execute(isp.tenant)
    await (await sweepAt(NOW)).execute(isp.tenant)
    assert.equal((await activationsOf(customer))[0]?.status, 'suspended')

    clock.advance(-3600)
    const again = await isp.inside(() => activate.execute(customer.id, bought, 'payment'))
    assert.equal(again.startsAt.toMillis(), NOW.minus({ hours: 1 }).toMillis())
    assert.equal(again.expiresAt.diff(again.startsAt).as('hours'), 24)
    const logs = await isp.inside(() =>
      HotspotLog.query().where({ customerId: customer.id, event: 'suspended' })
    )
    assert.lengthOf(logs, 1)
  })

  test('back: a package that begins in the future goes on, and what is added begins at its end', async ({
    assert,
  }) => {
    const customer = await addCustomer(isp)
    const clock = new FrozenClock(NOW.plus({ hours: 5 }))
    const activate = await purchaseAt(clock)
    const bought = await offer('Day Pass')
    const first = await isp.inside(() => activate.execute(customer.id, bought, 'payment'))
    clock.advance(-6 * 3600)
    assert.isTrue(first.isRunning(clock.now()))
    const added = await isp.inside(() => activate.execute(customer.id, bought, 'payment'))
    assert.equal(added.id, first.id)
    assert.equal(added.expiresAt.diff(first.startsAt).as('hours'), 48)
    await (await sweepAt(clock.now())).execute(isp.tenant)
    assert.equal((await activationsOf(customer))[0]?.status, 'running')
  })

  test('ahead, by a year: everybody is over once, and nobody has less than nothing', async ({
    assert,
  }) => {
    const customer = await addCustomer(isp)
    const clock = new FrozenClock(NOW)
    const activate = await purchaseAt(clock)
    const bought = await offer('Day Pass')
    const activation = await isp.inside(() => activate.execute(customer.id, bought, 'payment'))
    const later = NOW.plus({ years: 1 })
    await (await sweepAt(later)).execute(isp.tenant)
    await (await sweepAt(later)).execute(isp.tenant)
    assert.equal(activation.secondsLeft(later), 0)
    const logs = await isp.inside(() =>
      HotspotLog.query().where({ customerId: customer.id, event: 'suspended' })
    )
    assert.lengthOf(logs, 1)
  })
})

test.group('Activation | Changing phones', () => {
  test('after the day’s changes the next is refused, until the first is a day ago', async ({
    assert,
  }) => {
    isp = await openIsp({ gateways: false })
    const settings = { replacementCooldownMinutes: 10, replacementsPerDay: 3 }
    await isp.tenant.merge({ settings }).save()
    const router = await registerRouter(isp)
    const customer = await addCustomer(isp)
    const start = DateTime.utc()
    const clock = new FrozenClock(start)
    const link = new LinkDevice(
      await tenancyOf(),
      clock,
      await app.container.make(BringOnline),
      await app.container.make(TakeOffline)
    )
    const change = () =>
      isp.inside(async () => {
        const who = await Customer.findOrFail(customer.id)
        await link.execute(who, { mac: anyMac(), ip: '10.5.50.8', routerId: router.id })
        /** The log is written by the wall's clock; here it is the test's. */
        await HotspotLog.query()
          .where({ customerId: who.id, event: 'device_replaced' })
          .where('created_at', '>=', start.toJSDate())
          .whereRaw(`detail = '{}'`)
          .update({ createdAt: clock.now().toJSDate(), detail: { moved: true } })
      })

    await change()
    for (let changes = 0; changes < 3; changes += 1) {
      await change()
      await assert.rejects(change, DeviceChangedRecently)
      clock.advance(11 * 60)
    }
    const refused = await change().catch((error: unknown) => error)
    assert.instanceOf(refused, DeviceChangedRecently)
    assert.closeTo(refused instanceof DeviceChangedRecently ? refused.minutes : 0, 24 * 60 - 33, 2)
    clock.advance((24 * 60 - 32) * 60)
    await change()
  })
})

test.group('Activation | What the portal offers', () => {
  test('packages on sale, in their order, and nothing else', async ({ assert }) => {
    isp = await openIsp()
    const guest = new Guest(isp, await registerRouter(isp))
    const shown = async () => {
      const { body } = await guest.packages(await guest.arrive())
      return [...body.matchAll(/<span[^>]*>: ([^<]+)</g)].map(([, name]) => name)
    }
    await guest.comeBack()
    const before = await shown()
    assert.include(before, 'Weekly')
    await isp.inside(async () => {
      const weekly = await Package.findByOrFail('name', 'Weekly')
      await weekly.merge({ position: -1 }).save()
      await Package.query().where('name', 'Day Pass').update({ active: false })
      await Package.query().where('name', 'Monthly Unlimited').update({ customerType: 'pppoe' })
    })
    const after = await shown()
    assert.equal(after[0], 'Weekly')
    assert.sameMembers(
      after,
      before.filter((name) => name !== 'Day Pass' && name !== 'Monthly Unlimited')
    )
  })
})
