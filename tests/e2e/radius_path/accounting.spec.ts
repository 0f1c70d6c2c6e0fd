import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import fc from 'fast-check'
import { trustMobileNumber } from '#core/mobile_number'
import { gigabytes, megabytes } from '#core/octets'
import Activation from '#hotspot/activation/activation'
import { ActivatePackage } from '#hotspot/activation/activate_package'
import { offerOf } from '#hotspot/activation/offer'
import Customer from '#hotspot/customers/customer'
import Package from '#hotspot/packages/package'
import { CloseSilentSessions } from '#radius/close_silent_sessions'
import { CODE } from '#tests/simulator/radius/dictionary'
import {
  AccountingRouter,
  classOf,
  limitOf,
  type AccountedSession,
  type Counters,
} from '#tests/e2e/radius_path/accounting_router'
import { asOwner } from '#tests/support/database'
import { anyMac, anyMobile } from '#tests/support/guest'
import { openIsp, type Isp } from '#tests/support/isp'

const MB = megabytes(1)
const MINUTE = 60

/** After so many minutes: a tenth up, the rest down, 10 MB a minute. */
function after(minutes: number): Counters {
  return {
    seconds: minutes * MINUTE,
    input: BigInt(minutes) * MB,
    output: BigInt(minutes) * 9n * MB,
  }
}
const total = (minutes: number) => BigInt(minutes) * 10n * MB

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

type Send = () => Promise<void>

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

  const stories: {
    what: string
    packets: (session: AccountedSession) => Send[]
    minutes: number
    open?: boolean
  }[] = [
    {
      what: 'a Start, interim updates and a Stop',
      packets: (s) => [
        () => s.start(),
        () => s.interim(after(1)),
        () => s.interim(after(2)),
        () => s.stop(after(3)),
      ],
      minutes: 3,
    },
    {
      what: 'interim updates lost',
      packets: (s) => [() => s.start(), () => s.interim(after(5)), () => s.stop(after(9))],
      minutes: 9,
    },
    {
      what: 'every interim update lost',
      packets: (s) => [() => s.start(), () => s.stop(after(9))],
      minutes: 9,
    },
    {
      what: 'every packet sent twice',
      packets: (s) =>
        [
          () => s.start(),
          () => s.interim(after(1)),
          () => s.interim(after(2)),
          () => s.stop(after(3)),
        ].flatMap((packet) => [packet, packet]),
      minutes: 3,
    },
    {
      what: 'an older interim update after a newer one',
      packets: (s) => [
        () => s.start(),
        () => s.interim(after(3)),
        () => s.interim(after(1)),
        () => s.interim(after(2)),
        () => s.interim(after(4)),
      ],
      minutes: 4,
      open: true,
    },
    {
      what: 'an older interim update after the Stop',
      packets: (s) => [() => s.start(), () => s.stop(after(3)), () => s.interim(after(2))],
      minutes: 3,
    },
    {
      what: 'a newer interim update after the Stop',
      packets: (s) => [() => s.start(), () => s.stop(after(3)), () => s.interim(after(4))],
      minutes: 4,
    },
    {
      what: 'the Start after an interim update',
      packets: (s) => [() => s.interim(after(1)), () => s.start(), () => s.stop(after(2))],
      minutes: 2,
    },
    {
      what: 'the Start at the very end',
      packets: (s) => [() => s.interim(after(1)), () => s.stop(after(2)), () => s.start()],
      minutes: 2,
    },
    { what: 'a Stop without a Start', packets: (s) => [() => s.stop(after(7))], minutes: 7 },
    {
      what: 'interim updates without a Start',
      packets: (s) => [() => s.interim(after(1)), () => s.interim(after(2))],
      minutes: 2,
      open: true,
    },
    {
      what: 'the whole sequence replayed',
      packets: (s) => {
        const all = [() => s.start(), () => s.interim(after(1)), () => s.stop(after(3))]
        return [...all, ...all, ...all]
      },
      minutes: 3,
    },
  ]

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
    const lefts = [2n ** 32n + 1n, 2n ** 32n, 2n ** 32n - 1n, 1n]
    for (const [minute, left] of lefts.entries()) {
      const seconds = (minute + 1) * MINUTE
      await session.interim({ seconds, input: 0n, output: gigabytes(10) - left })
      assert.equal(limitOf(await here.signIn(mac)), left)
    }
    await session.interim({ seconds: 5 * MINUTE, input: 0n, output: gigabytes(10) })
    assert.equal((await here.signIn(mac)).code, CODE.accessReject)
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

  const noise: { what: string; counters: Counters }[] = [
    { what: '2^62', counters: { seconds: 120, input: 2n ** 62n, output: 2n ** 62n } },
    { what: '2^64 - 1', counters: { seconds: 120, input: 2n ** 64n - 1n, output: 2n ** 64n - 1n } },
    { what: '2^63, below zero in Postgres', counters: { seconds: 120, input: 2n ** 63n } },
    { what: 'absent', counters: { seconds: 120 } },
    {
      what: 'three octets long',
      counters: {
        seconds: 120,
        more: [
          ['Acct-Input-Octets', Buffer.from('abc')],
          ['Acct-Output-Octets', Buffer.from('xyz')],
        ],
      },
    },
    {
      what: 'text',
      counters: {
        seconds: 120,
        more: [
          ['Acct-Input-Octets', Buffer.from(`'; drop table radacct; --`)],
          ['Acct-Output-Gigawords', Buffer.from('-1')],
        ],
      },
    },
    {
      what: 'only the count of wraps, of all ones',
      counters: { seconds: 120, more: [['Acct-Output-Gigawords', 0xffffffff]] },
    },
  ]

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

/** A session whose counters only grow, and an order in which each packet comes once or more. */
const disorder = fc
  .array(fc.record({ up: fc.nat(2 ** 31), down: fc.nat(2 ** 31), gigawords: fc.nat(40) }), {
    minLength: 1,
    maxLength: 6,
  })
  .chain((minutes) => {
    const all = [...Array(minutes.length + 1).keys()]
    return fc
      .tuple(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.array(fc.nat(minutes.length), { maxLength: 5 })
      )
      .map(([once, again]) => ({ counters: running(minutes), order: [...once, ...again] }))
  })

/** The Start, an interim update for each reading, and the last reading as the Stop. */
function packetsOf(session: AccountedSession, counters: readonly Counters[]): Send[] {
  const readings = counters.map((reading, at) =>
    at === counters.length - 1 ? () => session.stop(reading) : () => session.interim(reading)
  )
  return [() => session.start(), ...readings]
}

/** Totals from what each minute adds. */
function running(minutes: readonly { up: number; down: number; gigawords: number }[]): Counters[] {
  let [input, output] = [0n, 0n]
  return minutes.map(({ up, down, gigawords }, minute) => {
    input += BigInt(up)
    output += BigInt(down) + BigInt(gigawords) * 2n ** 32n
    return { seconds: (minute + 1) * MINUTE, input, output }
  })
}
