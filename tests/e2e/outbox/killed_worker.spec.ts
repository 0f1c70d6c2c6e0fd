import { once } from 'node:events'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { parseMacAddress, type MacAddress } from '#core/mac_address'
import RouterCommand, {
  type CommandKind,
  type CommandPayloads,
} from '#routers/commands/router_command'
import { hotspotLogout } from '#routers/api/hotspot_logout'
import { withRouterSession } from '#routers/api/router_session'
import RadiusClient from '#routers/registration/radius_client'
import Router from '#routers/router'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { seal } from '#tenancy/sealed'
import { eventually } from '#tests/support/eventually'
import { Tenancy } from '#tenancy/tenancy'
import { Guest } from '#tests/support/guest'
import { connectRouter, openIsp, type ConnectedRouter, type Isp } from '#tests/support/isp'
import type { Phone } from '#tests/simulator/hotspot/phone'
import { ApiRelay } from './api_relay.js'
import { readyWorker } from './ready_worker.js'

const RELAY_PORT = 8730

interface Scene extends ConnectedRouter {
  isp: Isp
  relay: ApiRelay
  phone: Phone
  mac: MacAddress
}

/** A customer with a package who is offline, at a router whose API goes through a relay. */
async function scene(cleanup: (work: () => Promise<void>) => void): Promise<Scene> {
  const isp = await openIsp()
  const { router, virtual } = await connectRouter(isp)
  const relay = await ApiRelay.listen(router.address, RELAY_PORT)
  cleanup(async () => {
    await relay.close()
    await virtual.stop()
  })
  const phone = await virtual.addPhone()
  await phone.join()
  const mac = parseMacAddress(phone.mac)
  if (!mac) throw new Error('A phone without a MAC')
  await new Guest(isp, router, mac).signIn()
  await eventually('online, and that read back', async () => {
    const open = await isp.inside(() => RouterCommand.query().whereNot('state', 'done'))
    return phone.online && open.length === 0
  })

  await withRouterSession(router.apiTarget(isp.tenant.id), (session) => hotspotLogout(session, mac))
  await virtual.settled()
  await isp.inside(() => Router.query().where('id', router.id).update({ apiPort: RELAY_PORT }))
  return { isp, router, virtual, relay, phone, mac }
}

/** Puts a command into the outbox without telling anybody. */
async function put<K extends CommandKind>(
  { isp, router }: Scene,
  kind: K,
  payload: CommandPayloads[K]
): Promise<number> {
  const now = DateTime.utc()
  const command = await isp.inside(() =>
    RouterCommand.create({
      routerId: router.id,
      kind,
      payload,
      dedupeKey: `${kind}:${now.toMillis()}`,
      notBefore: now,
      deadlineAt: now.plus({ minutes: 10 }),
    })
  )
  return command.id
}

/**
 * A worker process that is killed when `fatal` says so; resolves when it is gone.
 *
 * @param queue what it is to do. @returns what that returned
 */
async function workUntilKilled<T>(
  { isp, router, relay }: Scene,
  queue: () => Promise<T>,
  fatal: (from: 'us' | 'router', said: string) => boolean,
  when: 'before' | 'after'
): Promise<T> {
  const { child, begin } = await readyWorker(isp.tenant.id, router.id)
  const queued = await queue()
  relay.passing = (from, octets) => {
    if (child.killed || !fatal(from, octets.toString('latin1'))) return 'pass'
    child.kill('SIGKILL')
    return when === 'before' ? 'hold' : 'pass'
  }
  const exit = once(child, 'exit')
  begin()
  const [, signal]: unknown[] = await exit
  relay.passing = () => 'pass'
  if (signal !== 'SIGKILL') throw new Error('The worker ended by itself')
  return queued
}

/** Lets the dead worker's lease be over, and wakes another. */
async function goOn({ isp, router }: Scene): Promise<void> {
  await isp.inside(() =>
    RouterCommand.query()
      .where({ routerId: router.id, state: 'running' })
      .update({ notBefore: DateTime.utc().minus({ seconds: 1 }).toJSDate() })
  )
  const jobs = await app.container.make(JobQueue)
  await jobs.send('router-commands', { tenantId: isp.tenant.id, routerId: router.id })
}

function find({ isp }: Scene, id: number): Promise<RouterCommand> {
  return isp.inside(() => RouterCommand.findOrFail(id))
}

async function openSessions({ isp, mac }: Scene): Promise<number> {
  const tenancy = await app.container.make(Tenancy)
  const rows = await isp.inside(() =>
    tenancy.transaction.from('radacct').where('username', mac).whereNull('acctstoptime')
  )
  return rows.length
}

const saying =
  (who: 'us' | 'router', words: string) =>
  (from: 'us' | 'router', said: string): boolean =>
    from === who && said.includes(words)

/** The answer to the question after the login: everything is done, nothing is recorded. */
function readBack() {
  let loggedIn = false
  let asked = false
  return (from: 'us' | 'router', said: string) => {
    loggedIn ||= said.includes('/ip/hotspot/active/login')
    asked ||= loggedIn && said.includes('/ip/hotspot/active/print')
    return asked && from === 'router'
  }
}

test.group('Outbox | A worker killed while it logs a device in', (group) => {
  /** Its worker has a whole application to start. */
  group.tap((each) => each.timeout(120_000))

  test('{0}: the next one does it, once')
    .with<[string, () => (from: 'us' | 'router', said: string) => boolean, 'before' | 'after'][]>([
      ['before it is known at the router', () => saying('us', '/login'), 'before'],
      ['while it looks for the device', () => saying('us', '/ip/hotspot/host/print'), 'after'],
      ['before the login arrives', () => saying('us', '/ip/hotspot/active/login'), 'before'],
      ['after the login arrived', () => saying('us', '/ip/hotspot/active/login'), 'after'],
      ['after all is done and before it is written down', readBack, 'after'],
    ])
    .run(async ({ assert, cleanup }, [, fatal, when]) => {
      const here = await scene(cleanup)
      const login = () => put(here, 'login', { mac: here.mac, ip: null, renew: false })
      const id = await workUntilKilled(here, login, fatal(), when)
      assert.equal((await find(here, id)).state, 'running', 'nobody wrote anything down')

      await goOn(here)
      await eventually('done', async () => (await find(here, id)).state === 'done', 30)
      const { attempts, outcome, lastError } = await find(here, id)
      assert.deepInclude({ attempts, lastError }, { attempts: 2, lastError: null })
      assert.match(outcome ?? '', /^(logged_in|already_active)$/)
      assert.isTrue(here.phone.online)
      assert.lengthOf(here.virtual.menus.rows('/ip/hotspot/active'), 1)
      await here.virtual.settled()
      assert.equal(await eventually('one session counted', () => openSessions(here)), 1)
    })
})

test.group('Outbox | A worker killed while it changes the RADIUS secret', (group) => {
  /** FreeRADIUS remembers the old one for a while. */
  group.tap((each) => each.timeout(120_000))

  test('{0}: the router, FreeRADIUS and we agree in the end')
    .with<['before the router is told' | 'after the router was told', 'before' | 'after'][]>([
      ['before the router is told', 'before'],
      ['after the router was told', 'after'],
    ])
    .run(async ({ assert, cleanup }, [, when]) => {
      const here = await scene(cleanup)
      const { isp, router, virtual, phone, mac } = here
      const next = 'a~new "secret"\\ with $signs'
      await isp.inside(() =>
        Router.query()
          .where('id', router.id)
          .update({ radiusSecretNext: seal(next, isp.tenant.id, 'radius secret') })
      )
      const change = () => put(here, 'secret', {})
      const id = await workUntilKilled(here, change, saying('us', '/radius/set'), when)
      await goOn(here)
      await eventually('done', async () => (await find(here, id)).state === 'done', 30)

      assert.equal((await find(here, id)).outcome, 'secret: changed')
      const after = await isp.inside(() => Router.findOrFail(router.id))
      assert.equal(after.secret(isp.tenant.id), next)
      assert.isNull(after.radiusSecretNext)
      const client = await RadiusClient.query()
        .where({ tenantId: isp.tenant.id, routerId: router.id })
        .firstOrFail()
      assert.equal(client.secret, next)
      assert.equal(virtual.menus.rows('/radius')[0]?.secret, next)

      if (when === 'before') return
      const login = await put(here, 'login', { mac, ip: null, renew: false })
      await goOn(here)
      await eventually('online with the new secret', () => phone.online, 60)
      await eventually('done', async () => (await find(here, login)).state === 'done')
    })
})
