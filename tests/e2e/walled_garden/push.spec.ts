import app from '@adonisjs/core/services/app'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { fingerprintOf, gardenWish } from '#hotspot/walled_garden/garden_wish'
import { PushGardens } from '#hotspot/walled_garden/push_gardens'
import { LookAtGarden } from '#hotspot/walled_garden/look_at_garden'
import RouterCommand from '#routers/commands/router_command'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { gardenOf } from '#routers/walled_garden/garden_state'
import type { TenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'
import type { Phone } from '#tests/simulator/hotspot/phone'
import { VirtualRouter } from '#tests/simulator/virtual_router'
import { eventually } from '#tests/support/eventually'
import {
  connectGateways,
  connectRouter,
  openIsp,
  registerRouter,
  type ConnectedRouter,
  type Isp,
} from '#tests/support/isp'

const MENUS = [
  '/ip/firewall/address-list',
  '/ip/dns/static',
  '/ip/hotspot/walled-garden/ip',
  '/ip/hotspot/walled-garden',
  '/ip/firewall/layer7-protocol',
  '/ip/firewall/filter',
]

type Cleanup = (stop: () => Promise<void> | void) => void

async function start(cleanup: Cleanup, options: Parameters<typeof openIsp>[0] = {}) {
  const isp = await openIsp(options)
  const connected = await connectRouter(isp)
  cleanup(() => connected.virtual.stop())
  const elsewhere = createServer((_request, response) => response.end('elsewhere'))
  elsewhere.listen(0, '127.0.0.1')
  await once(elsewhere, 'listening')
  cleanup(() => void elsewhere.close())
  return { isp, connected, elsewhere }
}

/** Queues a push and waits for what the router says to it. */
async function push(isp: Isp, { router }: ConnectedRouter): Promise<RouterCommand> {
  const pushGardens = await app.container.make(PushGardens)
  await isp.inside(() => pushGardens.execute([router.id]))
  return eventually('the push has ended', () =>
    isp.inside(async () => {
      const last = await RouterCommand.query()
        .where('kind', 'walled_garden')
        .orderBy('id', 'desc')
        .firstOrFail()
      return last.state === 'done' || last.state === 'dead' ? last : null
    })
  )
}

/** All rows of the menus concerned, as text, without what counts by itself. */
function rowsOf({ virtual }: ConnectedRouter): string[] {
  return MENUS.flatMap((menu) =>
    virtual.menus.rows(menu).map((row) => JSON.stringify([menu, row]))
  ).toSorted()
}

async function stateOf(isp: Isp, { router }: ConnectedRouter) {
  const tenancy = await app.container.make(Tenancy)
  return isp.inside(() => gardenOf(tenancy, router.id))
}

const isOursByComment = ({ comment }: Record<string, string>) => comment === 'hotspot_walled_garden'

function ourRows({ virtual }: ConnectedRouter) {
  return MENUS.flatMap((menu) => virtual.menus.rows(menu)).filter(isOursByComment)
}

async function configure({ tenant }: Isp, settings: Partial<TenantSettings>): Promise<void> {
  await tenant.merge({ settings: { ...tenant.settings, ...settings } }).save()
}

/** Where the stand-in of bKash shows its pages. */
const bkashPage = () => new URL('/', process.env.BKASH_BASE_URL).href

/** What a browser that begins TLS to this machine's port is answered. */
async function tunnel(phone: Phone, port: number): Promise<string> {
  const [address, gatewayPort] = phone.gateway.origin.split(':')
  const socket = connect(Number(gatewayPort), address)
  socket.write(`CONNECT 127.0.0.1:${port} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`)
  const [answer] = await once(socket, 'data')
  socket.destroy()
  return String(answer).slice(9, 12)
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

test.group('Pushing the walled garden', () => {
  test('an unpaid phone reaches the gateway after the push, not before, and nothing else', async ({
    assert,
    cleanup,
  }) => {
    const { isp, connected, elsewhere } = await start(cleanup)
    const phone = await connected.virtual.addPhone()
    await phone.join()
    const checkout = bkashPage()
    const other = `http://127.0.0.1:${portOf(elsewhere)}/`
    assert.equal((await phone.browse(checkout)).outcome, 'portal')

    const command = await push(isp, connected)
    assert.match(command.outcome ?? '', /added, 0 changed, 0 removed/)
    assert.equal((await phone.browse(checkout)).outcome, 'page')
    assert.equal((await phone.browse(other)).outcome, 'portal')
    assert.equal((await phone.browse('http://internet.test/')).outcome, 'portal')
    assert.isFalse(phone.online)
  })

  test('TLS passes to the gateway’s port by address, and to no other port', async ({
    assert,
    cleanup,
  }) => {
    const { isp, connected, elsewhere } = await start(cleanup)
    const phone = await connected.virtual.addPhone()
    await phone.join()
    const gateway = Number(new URL(bkashPage()).port)
    assert.equal(await tunnel(phone, gateway), '403')
    await push(isp, connected)
    assert.equal(await tunnel(phone, gateway), '200')
    assert.equal(await tunnel(phone, portOf(elsewhere)), '403')
  })

  test('a second push changes nothing', async ({ assert, cleanup }) => {
    const { isp, connected } = await start(cleanup)
    await push(isp, connected)
    const before = rowsOf(connected)
    const again = await push(isp, connected)
    assert.equal(again.outcome, 'walled garden: nothing to change')
    assert.deepEqual(rowsOf(connected), before)
  })

  test('a gateway that is connected later is let through by the next push, one switched off is not any more', async ({
    assert,
    cleanup,
  }) => {
    const { isp, connected } = await start(cleanup, { gateways: false })
    const phone = await connected.virtual.addPhone()
    await phone.join()
    await push(isp, connected)
    assert.equal((await phone.browse(bkashPage())).outcome, 'portal')
    const pushed = (await stateOf(isp, connected)).pushed

    await connectGateways(isp)
    const wish = await isp.inside(() => gardenWish(isp.tenant))
    assert.notEqual(fingerprintOf(wish), pushed?.fingerprint, 'a new push is offered')
    await push(isp, connected)
    assert.equal((await phone.browse(bkashPage())).outcome, 'page')
    assert.equal((await stateOf(isp, connected)).pushed?.fingerprint, fingerprintOf(wish))

    await isp.inside(() => PaymentGatewayAccount.query().update({ enabled: false }))
    assert.match((await push(isp, connected)).outcome ?? '', /0 added, 0 changed, \d+ removed/)
    assert.equal((await phone.browse(bkashPage())).outcome, 'portal')
  })

  test('a connection that breaks half-way is no harm: the next try does the rest', async ({
    assert,
    cleanup,
  }) => {
    const { isp, connected } = await start(cleanup)
    const whole = await start(cleanup, {})
    await push(whole.isp, whole.connected)

    const { faults } = connected.virtual
    const before = ourRows(connected).length
    faults.delayMs = 40
    const pushing = push(isp, connected)
    await eventually('half of it is there', () => ourRows(connected).length > before + 2)
    faults.closeMidReply = true
    await eventually('the attempt failed', () =>
      isp.inside(async () => {
        const command = await RouterCommand.findByOrFail('kind', 'walled_garden')
        return command.lastError !== null
      })
    )
    const half = ourRows(connected).length
    faults.closeMidReply = false
    faults.delayMs = 0

    const command = await pushing
    assert.isAbove(command.attempts, 1)
    assert.equal(command.state, 'done')
    assert.isAbove(ourRows(connected).length, half)
    assert.lengthOf(ourRows(connected), ourRows(whole.connected).length)
    assert.equal((await push(isp, connected)).outcome, 'walled garden: nothing to change')
  })

  test('rows made by hand stay as they are, whatever is pushed', async ({ assert, cleanup }) => {
    const { isp, connected } = await start(cleanup)
    const byHand = [
      '/ip firewall address-list add list=hotspot_walled_garden_443 address=203.0.113.7',
      '/ip firewall address-list add list=blocked address=203.0.113.8 comment="not hotspot_walled_garden"',
      '/ip hotspot walled-garden add dst-host=club.example',
      '/ip hotspot walled-garden ip add action=accept dst-address=203.0.113.9 comment=clinic',
      '/ip dns static add name=printer.lan address=192.168.88.9',
      '/ip firewall layer7-protocol add name=bkash_checkout regexp="^mine"',
      '/ip firewall filter add chain=forward action=drop dst-address=203.0.113.10',
    ]
    for (const line of byHand) {
      assert.deepEqual(
        (await connected.virtual.configure(line)).filter(({ failed }) => failed),
        []
      )
    }
    const before = rowsOf(connected)
    await configure(isp, { walledGardenLayer7: true })
    const command = await push(isp, connected)
    assert.match(command.outcome ?? '', /1 kept out by rows made by hand/)
    assert.includeMembers(rowsOf(connected), before)

    await configure(isp, { walledGardenLayer7: false })
    await isp.inside(() => PaymentGatewayAccount.query().update({ enabled: false }))
    await push(isp, connected)
    assert.includeMembers(rowsOf(connected), before)
  })

  test('the description’s way makes what it describes, once, and takes it away again', async ({
    assert,
    cleanup,
  }) => {
    const { isp, connected } = await start(cleanup)
    await configure(isp, { walledGardenLayer7: true })
    await push(isp, connected)
    const { menus } = connected.virtual
    assert.deepEqual(
      menus
        .rows('/ip/firewall/layer7-protocol')
        .map(({ name, regexp, comment }) => [name, regexp, comment]),
      [
        ['bkash_checkout', '^.+(bka.sh).*$', 'hotspot_walled_garden'],
        ['bkash_tokenized', '^.+(bkash.com).*$', 'hotspot_walled_garden'],
      ]
    )
    assert.lengthOf(menus.rows('/ip/firewall/filter').filter(isOursByComment), 2)
    const before = rowsOf(connected)
    await push(isp, connected)
    assert.deepEqual(rowsOf(connected), before)

    await configure(isp, { walledGardenLayer7: false })
    await push(isp, connected)
    assert.lengthOf(menus.rows('/ip/firewall/layer7-protocol'), 0)
    assert.lengthOf(menus.rows('/ip/firewall/filter').filter(isOursByComment), 0)
  })

  test('a look at the router tells what somebody changed since, and the push mends it', async ({
    assert,
    cleanup,
  }) => {
    const { isp, connected } = await start(cleanup)
    await push(isp, connected)
    const look = await app.container.make(LookAtGarden)
    assert.deepEqual((await look.execute(isp.tenant, connected.router.id)).steps, [])
    assert.deepEqual((await stateOf(isp, connected)).seen?.drift, { missing: [], surplus: [] })

    await connected.virtual.configure(
      '/ip hotspot walled-garden remove [find dst-host=code.jquery.com]'
    )
    await connected.virtual.configure(
      '/ip hotspot walled-garden add dst-host=extra.example comment=hotspot_walled_garden'
    )
    const plan = await look.execute(isp.tenant, connected.router.id)
    assert.deepEqual(
      plan.steps.map(({ act, properties }) => [act, properties['dst-host']]),
      [
        ['add', 'code.jquery.com'],
        ['remove', 'extra.example'],
      ]
    )
    const { drift } = (await stateOf(isp, connected)).seen ?? {}
    assert.deepEqual([drift?.missing.length, drift?.surplus.length], [1, 1])
    assert.match((await push(isp, connected)).outcome ?? '', /1 added, 0 changed, 1 removed/)
  })

  test('wildcards are looked up where the router itself asks, and follow it', async ({
    assert,
    cleanup,
  }) => {
    const { isp, connected } = await start(cleanup)
    const forwards = () =>
      connected.virtual.menus
        .rows('/ip/dns/static')
        .filter(isOursByComment)
        .map((row) => row['forward-to'])
    await connected.virtual.configure('/ip dns set servers=9.9.9.9,8.8.4.4')
    await push(isp, connected)
    assert.deepEqual(forwards(), ['9.9.9.9'])

    await connected.virtual.configure('/ip dns set servers=203.0.113.53')
    assert.match((await push(isp, connected)).outcome ?? '', /0 added, 1 changed, 0 removed/)
    assert.deepEqual(forwards(), ['203.0.113.53'])
  })

  test('RouterOS 6 gets names and no wildcards', async ({ assert, cleanup }) => {
    const isp = await openIsp()
    const router = await registerRouter(isp)
    const virtual = await VirtualRouter.start({
      address: router.address,
      apiUser: 'portico',
      apiPassword: 'api-password',
      version: '6.49.17 (long-term)',
    })
    cleanup(() => virtual.stop())
    const command = await push(isp, { router, virtual })
    assert.equal(command.state, 'done', command.lastError ?? '')
    assert.lengthOf(virtual.menus.rows('/ip/dns/static').filter(isOursByComment), 0)
    assert.isNotEmpty(virtual.menus.rows('/ip/firewall/address-list').filter(isOursByComment))
  })
})
