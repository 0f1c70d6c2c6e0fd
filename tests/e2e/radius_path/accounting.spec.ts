import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import fc from 'fast-check'
import { trustMobileNumber } from '#core/mobile_number'
import { gigabytes } from '#core/octets'
import Activation from '#hotspot/activation/activation'
import { ActivatePackage } from '#hotspot/activation/activate_package'
import { offerOf } from '#hotspot/activation/offer'
import Customer from '#hotspot/customers/customer'
import Package from '#hotspot/packages/package'
import { CloseSilentSessions } from '#radius/close_silent_sessions'
import { CODE } from '#tests/simulator/radius/dictionary'
import { AccountingRouter, classOf, limitOf } from '#tests/e2e/radius_path/accounting_router'
import {
  MINUTE,
  after,
  disorder,
  noise,
  packetsOf,
  stories,
  total,
  type Send,
} from '#tests/e2e/radius_path/accounting_stories'
import { asOwner } from '#tests/support/database'
import { anyMac, anyMobile } from '#tests/support/guest'
import { openIsp, type Isp } from '#tests/support/isp'

let isp: Isp
let here: AccountingRouter
let elsewhere: AccountingRouter

/** A customer on a package, by default one of 10 GB. */
async function somebody(packageName = 'Weekly') {
  const mac = anyMac()
  const customer = await isp.inside(async () => {
    const created = await Customer.create({
      mobile: trustMobileNumber(anyMobile()),
      status: 'active',
    })
    await created.related('devices').create({ mac })
    return created
  })
  const buys = async (name: string) => {
    const activate = await app.container.make(ActivatePackage)
    return isp.inside(async () =>
      activate.execute(customer.id, offerOf(await Package.findByOrFail('name', name)), 'operator')
    )
  }
  const used = () =>
    isp.inside(async () => {
      const activations = await Activation.query().where('customer_id', customer.id).orderBy('id')
      return activations.map(({ octetsUsed }) => octetsUsed as bigint)
    })
  /** Another phone under the same number. */
  const addsPhone = async () => {
    const another = anyMac()
    await isp.inside(() => customer.related('devices').create({ mac: another }))
    return another
  }
  await buys(packageName)
  return { mac, used, buys, addsPhone }
}

interface SessionRow {
  acctsessionid: string
  octets: string
  open: boolean
  cause: string | null
}

/** What radacct holds of a username, oldest first. */
async function sessionsOf(username: string): Promise<SessionRow[]> {
  return asOwner(
    `select acctsessionid, (acctinputoctets + acctoutputoctets)::text as octets,
            acctstoptime is null as open, acctterminatecause as cause
       from ${isp.tenant.schema}.radacct where username = $1 order by radacctid`,
    [username]
  )
}

async function inTurn(packets: readonly Send[]): Promise<void> {
  for (const send of packets) await send()
}

test.group('RADIUS | Accounting becomes usage', (group) => {
  group.setup(async () => {
    isp = await openIsp({ gateways: false })
    here = await AccountingRouter.of(isp)
    elsewhere = await AccountingRouter.of(isp)
  })
  group.teardown(async () => {
    await Promise.all([here.close(), elsewhere.close()])
  })

  for (const echoes of [true, false]) {
    const told = echoes ? 'a router that echoes Class' : 'a router without Class'

    test(`{what}, from ${told}`)
      .with(stories)
      .run(async ({ assert }, { packets, minutes, open = false }) => {
        const { mac, used } = await somebody()
        const sessionClass = echoes ? classOf(await here.signIn(mac)) : undefined
        await inTurn(packets(here.session(mac, { sessionClass })))

        assert.deepEqual(await used(), [total(minutes)])
        const [session, ...others] = await sessionsOf(mac)
        assert.deepInclude(session, { octets: String(total(minutes)), open })
        assert.isEmpty(others, 'one session is one row')
        assert.equal(limitOf(await here.signIn(mac)), gigabytes(10) - total(minutes))
      })

    test(`any order and repetition of one session ends in its last counters, from ${told}`, async ({
      assert,
    }) => {
      const { mac, used } = await somebody('Monthly Unlimited')
      const sessionClass = echoes ? classOf(await here.signIn(mac)) : undefined

      await fc.assert(
        fc.asyncProperty(disorder, async ({ counters, order }) => {
          const session = here.session(mac, { sessionClass })
          const packets = packetsOf(session, counters)
          const [before = 0n] = await used()
          for (const which of order) await packets[which]?.()
          const [now = 0n] = await used()
          const { input = 0n, output = 0n } = counters.at(-1) ?? after(0)
          assert.equal(now - before, input + output)
        }),
        { numRuns: 25 }
      )
    }).timeout(60_000)
  }

  test('a session without a Stop, and the next one', async ({ assert }) => {
    const { mac, used } = await somebody()
    const first = here.session(mac)
    await inTurn([() => first.start(), () => first.interim(after(3))])
    const next = here.session(mac)
    await inTurn([() => next.start(), () => next.interim(after(2)), () => next.stop(after(4))])
    assert.deepEqual(await used(), [total(7)])
    await first.interim(after(5))
    assert.deepEqual(await used(), [total(9)], 'both count on')
  })

  test('5 GB in one session, past where 32 bits end', async ({ assert }) => {
    const { mac, used } = await somebody()
    const session = here.session(mac)
    await session.start()
    for (const gb of [1, 3, 4, 5]) {
      await session.interim({ seconds: gb * MINUTE, input: 0n, output: gigabytes(gb) })
    }
    await session.stop({ seconds: 6 * MINUTE, input: 1n, output: gigabytes(5) })
    assert.deepEqual(await used(), [gigabytes(5) + 1n])
    assert.equal(limitOf(await here.signIn(mac)), gigabytes(5) - 1n)
  })

  test('what remains crosses 4 GB octet by octet', async ({ assert }) => {
    const { mac } = await somebody()
    const session = here.session(mac)
    await session.start()
    const lefts = [2n ** 33n - 1n, 2n ** 32n + 1n, 2n ** 32n, 2n ** 32n - 1n, 2n ** 32n - 2n, 1n]
    for (const [minute, left] of lefts.entries()) {
      const seconds = (minute + 1) * MINUTE
      await session.interim({ seconds, input: 0n, output: gigabytes(10) - left })
      assert.equal(limitOf(await here.signIn(mac)), left)
    }
    await session.interim({ seconds: 7 * MINUTE, input: 0n, output: gigabytes(10) })
    assert.equal((await here.signIn(mac)).code, CODE.accessReject)
  })

  test('a limit without its Gigawords is capped until they come, and never wraps', async ({
    assert,
  }) => {
    const { mac } = await somebody()
    const row = [mac, 'Mikrotik-Total-Limit-Gigawords']
    const { schema } = isp.tenant
    await asOwner(`DELETE FROM ${schema}.radreply WHERE username = $1 AND attribute = $2`, row)
    assert.equal(limitOf(await here.signIn(mac)), 2n ** 32n - 1n)

    const session = here.session(mac)
    await session.start()
    await session.interim({ seconds: MINUTE, input: 0n, output: 1n })
    assert.equal(limitOf(await here.signIn(mac)), 2n ** 32n - 1n)

    await asOwner(
      `INSERT INTO ${schema}.radreply (username, attribute, op, value) VALUES ($1, $2, ':=', '2')`,
      row
    )
    assert.equal(limitOf(await here.signIn(mac)), gigabytes(10) - 1n)
  })

  test('a session id used again after a reboot{how}')
    .with([
      { how: '', echoes: false, boots: true, stops: false },
      { how: ' that nobody was told of', echoes: false, boots: false, stops: false },
      { how: ', the old session stopped', echoes: false, boots: false, stops: true },
      { how: ', with Class', echoes: true, boots: true, stops: false },
      { how: ' that nobody was told of, with Class', echoes: true, boots: false, stops: false },
    ])
    .run(async ({ assert }, { echoes, boots, stops }) => {
      const { mac, used } = await somebody()
      const id = '80000001'
      const signedIn = async () => (echoes ? classOf(await here.signIn(mac)) : undefined)
      const before = here.session(mac, { id, sessionClass: await signedIn() })
      await before.start({ ago: 400 })
      await before.interim(after(3), { ago: 220 })
      if (stops) await before.stop(after(4), { ago: 160 })
      if (boots) await here.boots({ ago: 100 })
      const afterwards = here.session(mac, { id, sessionClass: await signedIn() })
      await afterwards.start({ ago: 80 })
      await afterwards.interim(after(1), { ago: 20 })
      await afterwards.stop(after(2))

      assert.deepEqual(await used(), [total(2 + (stops ? 4 : 3))])
      assert.lengthOf(await sessionsOf(mac), 2)
    })

  test('a reboot closes the sessions of its router only, whatever address both claim', async ({
    assert,
  }) => {
    const [one, two] = [await somebody(), await somebody()]
    const mine = here.session(one.mac)
    const theirs = elsewhere.session(two.mac, { id: mine.id })
    for (const session of [mine, theirs]) {
      await session.start({ ago: 200 })
      await session.interim(after(2), { ago: 80 })
    }
    await here.boots()
    assert.deepInclude((await sessionsOf(one.mac))[0], { open: false, cause: 'NAS-Reboot' })
    assert.deepInclude((await sessionsOf(two.mac))[0], { open: true })

    await theirs.interim(after(3))
    assert.deepEqual([await one.used(), await two.used()], [[total(2)], [total(3)]])
  })

  test('two routers at once, and two phones of one number, draw on one package', async ({
    assert,
  }) => {
    const { mac, used, addsPhone } = await somebody()
    const sessions = [
      here.session(mac, { id: '8000000a' }),
      elsewhere.session(mac, { id: '8000000a' }),
      elsewhere.session(await addsPhone(), { id: '8000000b' }),
    ]
    await Promise.all(sessions.map((session) => session.start()))
    for (const minutes of [1, 2, 3, 4]) {
      await Promise.all(sessions.map((session) => session.interim(after(minutes))))
    }
    await Promise.all(sessions.map((session) => session.stop(after(5))))
    assert.deepEqual(await used(), [total(15)])
    assert.equal(limitOf(await elsewhere.signIn(mac)), gigabytes(10) - total(15))
  })

  test('a session that runs across a purchase: {bought} after {first}')
    .with([
      { first: 'Weekly', bought: 'Weekly', used: [total(5)], left: gigabytes(20) - total(5) },
      {
        first: 'Weekly',
        bought: 'Day Pass',
        used: [total(3), total(2)],
        left: gigabytes(2) - total(2),
      },
      {
        first: 'Day Pass',
        bought: 'Weekly',
        used: [total(3), total(2)],
        left: gigabytes(10) - total(2),
      },
    ])
    .run(async ({ assert }, { first, bought, used, left }) => {
      const customer = await somebody(first)
      const session = here.session(customer.mac)
      await inTurn([() => session.start(), () => session.interim(after(3))])
      await customer.buys(bought)
      await inTurn([() => session.interim(after(4)), () => session.stop(after(5))])
      assert.deepEqual(await customer.used(), used)
      assert.equal(limitOf(await here.signIn(customer.mac)), left)
    })

  test('counters that are {what}, in the middle of a session')
    .with(noise)
    .run(async ({ assert }, { counters }) => {
      const { mac, used } = await somebody()
      const session = here.session(mac)
      await inTurn([() => session.start(), () => session.interim(after(1))])
      await session.interim(counters)
      assert.deepEqual(await used(), [total(1)], 'noise is not usage')
      await session.interim(after(3))
      assert.deepEqual(await used(), [total(3)], 'and the next true update counts')
      assert.equal(limitOf(await here.signIn(mac)), gigabytes(10) - total(3))
    })

  test('counters that are {what}, at either end of a session')
    .with(noise)
    .run(async ({ assert }, { counters }) => {
      const { mac, used } = await somebody()
      const session = here.session(mac)
      await inTurn([() => session.interim(counters), () => session.interim(after(3))])
      await session.stop({ ...counters, seconds: 240 })
      assert.deepEqual(await used(), [total(3)])
      assert.deepInclude((await sessionsOf(mac))[0], { octets: String(total(3)), open: false })
    })

  test('nobody we know: kept, and counted to nobody', async ({ assert }) => {
    const before = await isp.inside(() => Activation.query().sum('octets_used as sum'))
    const stranger = anyMac()
    const session = here.session(stranger)
    await inTurn([
      () => session.start(),
      () => session.interim(after(2)),
      () => session.stop(after(3)),
    ])
    assert.deepInclude((await sessionsOf(stranger))[0], { octets: String(total(3)), open: false })
    const now = await isp.inside(() => Activation.query().sum('octets_used as sum'))
    assert.equal(now[0]?.$extras.sum, before[0]?.$extras.sum)
  })

  test('a silent session is closed where it was last heard of, and counts on', async ({
    assert,
  }) => {
    const [silent, talking] = [await somebody(), await somebody()]
    const old = here.session(silent.mac)
    await inTurn([() => old.start({ ago: 1200 }), () => old.interim(after(3), { ago: 1020 })])
    const fresh = here.session(talking.mac)
    await inTurn([() => fresh.start({ ago: 1200 }), () => fresh.interim(after(19), { ago: 60 })])

    const close = await app.container.make(CloseSilentSessions)
    assert.isNotNull(await close.execute(isp.tenant), 'looks again while somebody is online')
    assert.deepInclude((await sessionsOf(silent.mac))[0], { open: false, cause: 'Lost-Service' })
    assert.deepInclude((await sessionsOf(talking.mac))[0], { open: true })
    const [ended] = await asOwner<{ at_last_update: boolean }>(
      `select acctstoptime = acctupdatetime as at_last_update
         from ${isp.tenant.schema}.radacct where username = $1`,
      [silent.mac]
    )
    assert.isTrue(ended?.at_last_update)

    await old.stop(after(20))
    assert.deepEqual(await silent.used(), [total(20)], 'the router was away and not the customer')
    assert.lengthOf(await sessionsOf(silent.mac), 1)
  })
})
