import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import { DEFAULT_CONNECT_TIMEOUT_MS } from '#routers/api/router_api_target'
import RouterCommand from '#routers/commands/router_command'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { markDue } from '#tenancy/due_work'
import { Tenancy } from '#tenancy/tenancy'
import { parseMacAddress } from '#core/mac_address'
import { codeSentTo } from '#tests/support/customer'
import { eventually } from '#tests/support/eventually'
import { Guest, portalPage } from '#tests/support/guest'
import { connectRouter, openIsp, type ConnectedRouter, type Isp } from '#tests/support/isp'
import { formAction, type Page } from '#tests/support/page_visitor'
import type { Phone } from '#tests/simulator/hotspot/phone'

interface Scene extends ConnectedRouter {
  isp: Isp
  phone: Phone
  guest: Guest
}

async function scene(cleanup: (work: () => Promise<void>) => void, isp?: Isp): Promise<Scene> {
  const owner = isp ?? (await openIsp())
  const connected = await connectRouter(owner)
  cleanup(() => connected.virtual.stop())
  const phone = await connected.virtual.addPhone()
  await phone.join()
  const mac = parseMacAddress(phone.mac)
  if (!mac) throw new Error('A phone without a MAC')
  return { isp: owner, ...connected, phone, guest: new Guest(owner, connected.router, mac) }
}

/** Comes through the router's own redirect and proves the number: the Trial begins. */
async function signIn({ phone, guest }: Scene): Promise<Page> {
  const { url } = await phone.browse()
  const numberPage = await guest.visitor.get(url)
  const codePage = await guest.visitor.submit(numberPage, '/number', { mobile: guest.mobile })
  return guest.visitor.submit(codePage, '/code', { code: await codeSentTo(guest.mobile) })
}

function commands({ isp, router }: Scene): Promise<RouterCommand[]> {
  return isp.inside(() => RouterCommand.query().where('router_id', router.id).orderBy('id'))
}

async function command(of: Scene, kind: 'login' | 'logout'): Promise<RouterCommand | undefined> {
  return (await commands(of)).filter((one) => one.kind === kind).at(-1)
}

/** Lets the pause before the next try be over, and wakes the workers. */
async function nextTry({ isp, router }: Scene, change: Partial<RouterCommand> = {}): Promise<void> {
  const jobs = await app.container.make(JobQueue)
  await isp.inside(async () => {
    const open = await RouterCommand.query().where({ routerId: router.id, state: 'pending' })
    for (const one of open) {
      await one.merge({ notBefore: DateTime.utc().minus({ seconds: 1 }), ...change }).save()
    }
  })
  await jobs.send('router-commands', { tenantId: isp.tenant.id, routerId: router.id })
}

/** Lets the customer's package be over. */
async function endPackage({ isp, guest }: Scene): Promise<void> {
  const tenancy = await app.container.make(Tenancy)
  await isp.inside(async () => {
    const { id } = await guest.customer()
    await Activation.query()
      .where('customer_id', id)
      .update({ expiresAt: DateTime.utc().minus({ seconds: 1 }).toJSDate() })
    await markDue(tenancy, DateTime.utc())
  })
}

/** Posts the portal's Connect button to the router, as the phone would. */
async function connectByButton({ phone, guest }: Scene, online: Page) {
  const page = await guest.visitor.get(`${portalPage(online, '/online')}&waited=60`)
  const field = (name: string) =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(page.body)?.[1] ?? ''
  return phone.submitLogin({
    linkLoginOnly: formAction(page, '/login'),
    username: field('username'),
    password: field('password'),
    dst: field('dst'),
  })
}

test.group('Outbox | A router that cannot be told', () => {
  const troubles = [
    {
      trouble: 'hangs up in the middle',
      set: (s: Scene) => (s.virtual.faults.closeMidReply = true),
      clear: (s: Scene) => (s.virtual.faults.closeMidReply = false),
    },
    {
      trouble: 'refuses our password',
      set: (s: Scene) => setPassword(s, 'changed by somebody'),
      clear: (s: Scene) => setPassword(s, 'api-password'),
    },
    {
      trouble: 'gives up with !fatal',
      set: (s: Scene) => (s.virtual.faults.fatal = 'too many sessions'),
      clear: (s: Scene) => (s.virtual.faults.fatal = undefined),
    },
    {
      trouble: 'answers slowly, octet by octet',
      set: (s: Scene) => (s.virtual.faults.splitEveryByte = true),
      clear: (s: Scene) => (s.virtual.faults.splitEveryByte = false),
      works: true,
    },
  ]

  test('a router that {trouble}: told again until it is done, once')
    .with(troubles)
    .run(async ({ assert, cleanup }, { set, clear, works }) => {
      const here = await scene(cleanup)
      await set(here)
      await signIn(here)
      if (!works) {
        const failed = await eventually(
          'a failed try',
          async () => {
            const login = await command(here, 'login')
            return login?.lastError ? login : null
          },
          25
        )
        assert.equal(failed.state, 'pending')
        assert.isFalse(here.phone.online)
        await clear(here)
        await nextTry(here)
      }
      await eventually('online', () => here.phone.online)
      await eventually('done', async () => (await command(here, 'login'))?.state === 'done')
      assert.lengthOf(await commands(here), 1)
      assert.equal((await command(here, 'login'))?.outcome, 'logged_in')
    })

  test('the button lets the phone in while the API is dead, and the command ends as dead', async ({
    assert,
    cleanup,
  }) => {
    const here = await scene(cleanup)
    await setPassword(here, 'changed by somebody')
    const online = await signIn(here)
    assert.notInclude(online.body, 'name="username"', 'first it is left to the router')

    const { online: connected } = await connectByButton(here, online)
    assert.isTrue(connected)
    assert.equal(here.phone.session?.user, here.phone.mac)

    await eventually('a failed try', async () => (await command(here, 'login'))?.lastError)
    await nextTry(here, { deadlineAt: DateTime.utc().plus({ seconds: 1 }) })
    const dead = await eventually('given up', async () => {
      const login = await command(here, 'login')
      return login?.state === 'dead' ? login : null
    })
    assert.match(dead.lastError ?? '', /refused the API user/)
    assert.notInclude(JSON.stringify(dead.$attributes), 'api-password')
  })

  test('a worker that was killed leaves a lease; after it the command is done, not doubled', async ({
    assert,
    cleanup,
  }) => {
    const here = await scene(cleanup)
    await setPassword(here, 'changed by somebody')
    await signIn(here)
    await eventually('a failed try', async () => (await command(here, 'login'))?.lastError)
    await setPassword(here, 'api-password')
    const lease = DateTime.utc().plus({ seconds: 60 })
    await here.isp.inside(async () => {
      await RouterCommand.query()
        .where('router_id', here.router.id)
        .update({ state: 'running', notBefore: lease.toJSDate() })
    })
    await nextTry(here)
    await new Promise((resolve) => setTimeout(resolve, 700))
    assert.isFalse(here.phone.online, 'the lease is respected')

    await here.isp.inside(async () => {
      await RouterCommand.query()
        .where('router_id', here.router.id)
        .update({ notBefore: DateTime.utc().minus({ seconds: 1 }).toJSDate() })
    })
    await nextTry(here)
    await eventually('online', () => here.phone.online)
    await eventually('done', async () => (await command(here, 'login'))?.state === 'done')
    assert.lengthOf(await commands(here), 1)
    assert.lengthOf(here.virtual.menus.rows('/ip/hotspot/active'), 1)
  })

  test('one router is silent: another’s customers are online at once', async ({
    assert,
    cleanup,
  }) => {
    const dead = await scene(cleanup)
    const alive = await scene(cleanup, dead.isp)
    dead.virtual.faults.silent = true
    await signIn(dead)
    await signIn(alive)
    const began = performance.now()
    await eventually('online', () => alive.phone.online)
    assert.isBelow(performance.now() - began, DEFAULT_CONNECT_TIMEOUT_MS)
    assert.isFalse(dead.phone.online)
  })

  test('commands of one device are carried out in their order', async ({ assert, cleanup }) => {
    const here = await scene(cleanup)
    await setPassword(here, 'changed by somebody')
    await signIn(here)
    await eventually('a failed try', async () => (await command(here, 'login'))?.lastError)
    await endPackage(here)
    await eventually('a logout is queued', () => command(here, 'logout'))
    await nextTry(here)
    await eventually('the login was tried again', async () => {
      const [login] = await commands(here)
      return login?.kind === 'login' && login.state === 'pending' && login.attempts > 1
    })
    assert.equal((await command(here, 'logout'))?.state, 'pending')
    assert.isFalse(here.phone.online)
    await setPassword(here, 'api-password')
    await nextTry(here)
    await eventually('both done', async () =>
      (await commands(here)).every(({ state }) => state === 'done')
    )
    assert.isFalse(here.phone.online)
  })
})

test.group('Outbox | Ending a session', () => {
  test('by Disconnect, without the API', async ({ assert, cleanup }) => {
    const here = await scene(cleanup)
    await signIn(here)
    await eventually('online', () => here.phone.online)
    await setPassword(here, 'changed by somebody')
    await endPackage(here)
    await eventually('offline', () => !here.phone.online)
    await eventually(
      'done',
      async () => (await command(here, 'logout'))?.outcome === 'disconnected'
    )
    assert.equal(
      (await here.isp.inside(() => Customer.findByOrFail('mobile', here.guest.mobile))).status,
      'suspended'
    )
  })

  test('by the API, where the router does not take Disconnects', async ({ assert, cleanup }) => {
    const here = await scene(cleanup)
    await signIn(here)
    await eventually('online', () => here.phone.online)
    await here.virtual.configure('/radius incoming set accept=no')
    await endPackage(here)
    await eventually('offline', () => !here.phone.online, 20)
    await eventually('done', async () => (await command(here, 'logout'))?.state === 'done', 20)
    assert.equal((await command(here, 'logout'))?.outcome, 'logged out')
  }).timeout(45_000)

  test('a suspension does not wait behind another customer’s login that the API fails', async ({
    assert,
    cleanup,
  }) => {
    const here = await scene(cleanup)
    await signIn(here)
    await eventually('online', () => here.phone.online)
    await eventually('read back', async () => (await command(here, 'login'))?.state === 'done')
    here.virtual.faults.closeMidReply = true

    const phone = await here.virtual.addPhone()
    await phone.join()
    const mac = parseMacAddress(phone.mac)
    const other = { ...here, phone, guest: new Guest(here.isp, here.router, mac ?? undefined) }
    await signIn(other)
    await eventually('a failed login', async () => (await command(other, 'login'))?.lastError)

    await endPackage(here)
    await eventually('offline', () => !here.phone.online)
    assert.equal((await command(here, 'login'))?.state, 'pending')
  })
})

async function setPassword({ virtual }: Scene, password: string): Promise<void> {
  const [reply] = await virtual.configure(`/user set [find name=portico] password="${password}"`)
  if (reply?.failed) throw new Error(JSON.stringify(reply))
}
