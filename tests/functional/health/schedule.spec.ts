import { createServer, type Server } from 'node:net'
import { once } from 'node:events'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { FrozenClock } from '#core/clock'
import { pauseSeconds, RouterProbes } from '#routers/health/router_probes'
import { RouterReadings } from '#routers/health/router_readings'
import type { RouterHealth } from '#routers/health/router_health'
import { RemoveRouter } from '#routers/registration/remove_router'
import Router from '#routers/router'
import { RouterWatch } from '#start/router_watch'
import { Database } from '@adonisjs/lucid/database'
import { asOwner } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import {
  connectRouter,
  mayHaveManyRouters,
  openIsp,
  registerRouter,
  type Isp,
} from '#tests/support/isp'

const DEAD = 50
const LIVING = 3

async function probesAt(clock: FrozenClock): Promise<RouterProbes> {
  return new RouterProbes(await app.container.make(Database), clock)
}

/** Of all tenants, leaves only this one due. */
async function onlyThis({ tenant }: Isp, clock: DateTime = DateTime.utc()): Promise<void> {
  await (await app.container.make(RouterProbes)).ensure()
  await asOwner(`update platform.router_probes set due_at = $2 where tenant_id <> $1`, [
    tenant.id,
    clock.plus({ years: 1 }).toJSDate(),
  ])
  await asOwner(
    `update platform.router_probes set due_at = $2, leased_until = null where tenant_id = $1`,
    [tenant.id, clock.minus({ seconds: 1 }).toJSDate()]
  )
}

/** Accepts and says nothing, which takes as long as our patience. */
async function blackHole(address: string): Promise<Server> {
  const server = createServer((socket) => socket.on('error', () => {}))
  server.listen(8728, address)
  await once(server, 'listening')
  return server
}

async function failuresOf({ tenant }: Isp): Promise<number[]> {
  const rows = await asOwner<{ failures: number }>(
    'select failures from platform.router_probes where tenant_id = $1',
    [tenant.id]
  )
  return rows.map(({ failures }) => failures)
}

test.group('Health | The round of visits', () => {
  test(`${DEAD} routers that accept and say nothing delay no other`, async ({
    assert,
    cleanup,
  }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    await mayHaveManyRouters(isp)
    const living: number[] = []
    for (let one = 0; one < LIVING; one += 1) {
      const { router, virtual } = await connectRouter(isp)
      cleanup(() => virtual.stop())
      living.push(router.id)
    }
    for (let one = 0; one < DEAD; one += 1) {
      const server = await blackHole((await registerRouter(isp)).address)
      cleanup(() => void server.close())
    }
    await onlyThis(isp)
    const watch = await app.container.make(RouterWatch)
    cleanup(() => watch.idle())

    await eventually(
      'every dead router was found to be dead',
      async () => {
        await watch.tick()
        return (await failuresOf(isp)).filter((failures) => failures > 0).length === DEAD
      },
      40
    )
    await watch.idle()

    await onlyThis(isp)
    const startedAt = new Date()
    await watch.tick()
    await eventually('the living were visited again', () =>
      isp.inside(async () => {
        const routers = await Router.query().whereIn('id', living)
        return routers.every(
          ({ health }) => health?.reachable && health.checkedAt > startedAt.toISOString()
        )
      })
    )
    const [busy] = await asOwner<{ count: string }>(
      `select count(*) from platform.router_probes where tenant_id = $1 and leased_until > now()`,
      [isp.tenant.id]
    )
    assert.isAtLeast(Number(busy?.count), 1, 'the dead were being waited for meanwhile')
  }).timeout(90_000)

  test('several processes share the work, and none is done twice', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    for (let one = 0; one < 6; one += 1) await registerRouter(isp)
    const clock = new FrozenClock()
    await onlyThis(isp, clock.now())
    const probes = await probesAt(clock)
    const claims = await Promise.all(Array.from({ length: 3 }, () => probes.claim('answering', 4)))
    const routers = claims.flat().map(({ routerId }) => routerId)
    assert.lengthOf(routers, 6)
    assert.lengthOf(new Set(routers), 6)
  })

  test('the visits of a process that died are taken up after its lease', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    await registerRouter(isp)
    const clock = new FrozenClock()
    await onlyThis(isp, clock.now())
    const probes = await probesAt(clock)
    assert.lengthOf(await probes.claim('answering', 4), 1)
    clock.advance(60)
    assert.lengthOf(await probes.claim('answering', 4), 0)
    clock.advance(60)
    assert.lengthOf(await probes.claim('answering', 4), 1)
  })

  test('a router that does not answer is asked at once, then ever more rarely', async ({
    assert,
  }) => {
    const pauses = [0, 1, 2, 3, 10, 1000].map((failures) => pauseSeconds(failures, 0.5))
    assert.deepEqual(pauses, [60, 20, 40, 80, 900, 900])

    const isp = await openIsp({ packages: false, gateways: false })
    await registerRouter(isp)
    const clock = new FrozenClock()
    await onlyThis(isp, clock.now())
    const probes = await probesAt(clock)
    const [probe] = await probes.claim('answering', 1)
    if (!probe) throw new Error('Nothing was due')
    await probes.release(probe, false)
    clock.advance(25)
    assert.lengthOf(await probes.claim('answering', 4), 0)
    const [again] = await probes.claim('failing', 4)
    assert.equal(again?.failures, 1)
  })

  test('nobody visits the routers of a closed ISP, nor one that was removed', async ({
    assert,
  }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const router = await registerRouter(isp)
    await registerRouter(isp)
    const clock = new FrozenClock()
    await onlyThis(isp, clock.now())
    const probes = await probesAt(clock)
    await (await app.container.make(RemoveRouter)).execute(isp.tenant, router.id)
    await isp.tenant.merge({ status: 'closed' }).save()
    assert.lengthOf(await probes.claim('answering', 10), 0)
    await isp.tenant.merge({ status: 'active' }).save()
    assert.lengthOf(await probes.claim('answering', 10), 1)
    await probes.prune()
    assert.lengthOf(await failuresOf(isp), 1)
  })
})

test.group('Health | History', () => {
  const health = (over: Partial<RouterHealth>): RouterHealth => ({
    checkedAt: '2026-11-22T06:01:00.000Z',
    reachable: true,
    since: '2026-11-22T06:01:00.000Z',
    trouble: null,
    reading: {
      identity: 'Zone A',
      version: '7.20.4',
      board: 'hAP',
      uptimeSeconds: 10,
      cpuPercent: 40,
      memoryPercent: 50,
      sessions: 7,
      clockOffsetSeconds: 0,
      roundTripMs: 3,
      radius: [],
      counters: null,
      incoming: null,
      hotspots: 1,
      profiles: [],
      fasttrackRules: 0,
      layer7Rules: 0,
      deviceModeHotspot: null,
      gardenRows: 1,
      ssids: [],
    },
    readAt: null,
    ours: {
      lastAuthAt: null,
      lastAcctAt: null,
      openSessions: 0,
      accepts: 0,
      rejects: 0,
      wrongPasswords: 0,
      seenPostauth: 0,
      seenAcct: 0,
    },
    knock: null,
    findings: [],
    ...over,
  })

  async function readingsAt(clock: FrozenClock): Promise<RouterReadings> {
    return new RouterReadings(await app.container.make(Database), clock)
  }

  test('five minutes are one row: latest figures, highest load, every finding', async ({
    assert,
  }) => {
    const { tenant } = await openIsp({ packages: false, gateways: false })
    const clock = new FrozenClock(DateTime.fromISO('2026-11-22T07:00:00Z', { zone: 'utc' }))
    const readings = await readingsAt(clock)
    await readings.add(tenant.id, 1, health({ findings: ['clock_off'] }))
    await readings.add(
      tenant.id,
      1,
      health({ checkedAt: '2026-11-22T06:03:00.000Z', reachable: false, findings: ['unreachable'] })
    )
    await readings.add(tenant.id, 1, health({ checkedAt: '2026-11-22T06:05:00.000Z' }))
    await readings.add(tenant.id, 2, health({}))

    const [first, second, ...more] = await readings.of(tenant.id, 1)
    assert.lengthOf(more, 0)
    assert.containSubset(first, { readings: 2, answered: 1, sessions: 7, cpuPercent: 40 })
    assert.sameMembers(first?.findings ?? [], ['clock_off', 'unreachable'])
    assert.containSubset(second, { readings: 1, answered: 1, findings: [] })
  })

  test('another ISP’s router of the same number is another router', async ({ assert }) => {
    const [ours, theirs] = [
      await openIsp({ packages: false, gateways: false }),
      await openIsp({ packages: false, gateways: false }),
    ]
    const clock = new FrozenClock(DateTime.fromISO('2026-11-22T07:00:00Z', { zone: 'utc' }))
    const readings = await readingsAt(clock)
    await readings.add(theirs.tenant.id, 1, health({}))
    assert.deepEqual(await readings.of(ours.tenant.id, 1), [])
  })

  test('what is older than a month is forgotten', async ({ assert }) => {
    const { tenant } = await openIsp({ packages: false, gateways: false })
    const clock = new FrozenClock(DateTime.fromISO('2026-11-22T07:00:00Z', { zone: 'utc' }))
    const readings = await readingsAt(clock)
    await readings.add(tenant.id, 1, health({ checkedAt: '2026-10-20T00:00:00.000Z' }))
    await readings.add(tenant.id, 1, health({ checkedAt: '2026-10-25T00:00:00.000Z' }))
    await readings.prune()
    const left = await asOwner<{ at: Date }>(
      'select at from platform.router_readings where tenant_id = $1',
      [tenant.id]
    )
    assert.deepEqual(
      left.map(({ at }) => at.toISOString()),
      ['2026-10-25T00:00:00.000Z']
    )
  })
})
