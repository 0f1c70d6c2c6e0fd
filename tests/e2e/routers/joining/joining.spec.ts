import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { gardenGateway } from '#hotspot/walled_garden/garden_wish'
import { LookAtGarden } from '#hotspot/walled_garden/look_at_garden'
import { withRouterSession } from '#routers/api/router_session'
import { captiveApiJson } from '#routers/captive/captive_portal'
import Joining from '#routers/provisioning/joining'
import { joiningFacts } from '#routers/provisioning/joining_facts'
import { joiningScript } from '#routers/provisioning/joining_script'
import { portalEntrance } from '#routers/provisioning/login_page'
import Router from '#routers/router'
import { desiredWalledGarden } from '#routers/walled_garden/desired_walled_garden'
import { portalHosts } from '#routers/walled_garden/portal_hosts'
import { pushWalledGarden } from '#routers/walled_garden/push_walled_garden'
import { GARDEN_MENUS } from '#routers/walled_garden/walled_garden_row'
import { lineFor } from '#tests/functional/routers/joining/router_calls'
import { noticeOf } from '#tests/support/forms'
import { mayHaveManyRouters, openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import {
  chosen,
  garden,
  gardenOn,
  pasted,
  someoneGetsOnline,
  stateOf,
  stepsOf,
  strangeRouter,
} from './joining_router.js'

const EXISTING = { hotspot: 'existing' }
const NEW = { hotspot: 'new', interfaces: 'ether2, wlan1', network: '10.9.0.1/23' }

/** What has no tag, and so is left as it is (removal_script.ts). */
const STAYS = ['/system identity', '/radius incoming', '/ip service']

let isp: Isp
let operator: Visitor

test.group('A router joins', (group) => {
  group.setup(async () => {
    isp = await openIsp()
    await mayHaveManyRouters(isp)
    operator = await operatorOf(isp)
  })

  const again = (id: number) => isp.inside(() => Router.findOrFail(id))

  test('that has a hotspot on RouterOS {version}: by one line, and a phone gets online')
    .with([{ version: '7.20.4' }, { version: '6.49.18' }])
    .run(async ({ assert, cleanup }, { version }) => {
      const { router, virtual } = await strangeRouter(isp, { version })
      cleanup(() => virtual.stop())
      const before = await stateOf(virtual)
      const { line } = await chosen(operator, router, EXISTING)
      await pasted(virtual, line)

      const joined = await again(router.id)
      assert.isNotNull(joined.joinedAt)
      const steps = stepsOf(joined)
      for (const key of ['radius', 'incoming', 'api', 'hotspot', 'login_page', 'garden']) {
        assert.equal(steps[key], 'done', key)
      }
      assert.equal(virtual.identity, router.identity)
      const after = await stateOf(virtual)
      for (const menu of ['/interface bridge', '/ip address', '/ip pool', '/ip dhcp-server']) {
        assert.equal(after[menu], before[menu], `${menu} is none of our business`)
      }
      assert.notInclude(after['/file'], 'portico.rsc', 'the file with the secrets is gone')
      await someoneGetsOnline(virtual)
    })

  test('that has none on RouterOS {version}: gets one, and a phone gets online')
    .with([{ version: '7.20.4' }, { version: '6.49.18' }])
    .run(async ({ assert, cleanup }, { version }) => {
      const { router, virtual } = await strangeRouter(isp, { version, hotspot: 'none' })
      cleanup(() => virtual.stop())
      const { line } = await chosen(operator, router, NEW)
      await pasted(virtual, line)

      const joined = await again(router.id)
      const failed = Object.entries(stepsOf(joined)).filter(([, state]) =>
        state.startsWith('failed')
      )
      assert.deepEqual(failed, [])
      assert.equal(joined.hotspotAddress, '10.9.0.1')
      await someoneGetsOnline(virtual)
    })

  test('twice is as once: {what}')
    .with([
      { what: 'with a hotspot', choices: EXISTING },
      { what: 'without', choices: NEW },
    ])
    .run(async ({ assert, cleanup }, { choices }) => {
      const hotspot = choices === NEW ? 'none' : 'configured'
      const { router, virtual } = await strangeRouter(isp, { hotspot })
      cleanup(() => virtual.stop())
      await pasted(virtual, (await chosen(operator, router, choices)).line)
      await garden(isp, router)
      const once = await stateOf(virtual)
      await pasted(virtual, (await chosen(operator, router, choices)).line)
      const { outcome } = await garden(isp, router)
      assert.equal(outcome, 'walled garden: nothing to change')
      assert.deepEqual(await stateOf(virtual), once)
    })

  test('and is as before once Portico is taken off: {what}')
    .with([
      { what: 'with a hotspot', choices: EXISTING },
      { what: 'without', choices: NEW },
    ])
    .run(async ({ assert, cleanup }, { choices }) => {
      const hotspot = choices === NEW ? 'none' : 'configured'
      const { router, virtual } = await strangeRouter(isp, { hotspot })
      cleanup(() => virtual.stop())
      await pasted(virtual, '/ip firewall filter add chain=input action=drop comment="mine"')
      const before = await stateOf(virtual)
      const { line, removal } = await chosen(operator, router, choices)
      await pasted(virtual, line)
      await garden(isp, router)
      await pasted(virtual, removal)

      const after = await stateOf(virtual)
      for (const menu of STAYS) {
        Reflect.deleteProperty(before, menu)
        Reflect.deleteProperty(after, menu)
      }
      assert.deepEqual(after, before)
    })

  test('and loses with Portico what was pushed to it, Layer7 and all', async ({
    assert,
    cleanup,
  }) => {
    const { router, virtual } = await strangeRouter(isp)
    cleanup(() => virtual.stop())
    const before = gardenOn(virtual)
    const { line, removal } = await chosen(operator, router, EXISTING)
    await pasted(virtual, line)
    await garden(isp, router)

    const wish = {
      gateways: [gardenGateway('bkash', 'live')],
      hosts: [...portalHosts(isp.tenant.slug), { host: '*.bank.example', ports: [443] }],
      layer7: true,
    }
    const joined = await again(router.id)
    const desired = desiredWalledGarden(wish, { major: 7, resolver: '9.9.9.9' })
    await withRouterSession(joined.apiTarget(isp.tenant.id), (session) =>
      pushWalledGarden(session, desired)
    )
    await pasted(
      virtual,
      '/ip firewall address-list add list="payment_gateways" address=203.0.113.7\n' +
        '/ip firewall address-list add list="payment_gateways" address=203.0.113.8 comment="mine"'
    )
    const pushed = gardenOn(virtual)
    for (const menu of GARDEN_MENUS) assert.isAbove(pushed[menu] ?? 0, before[menu] ?? 0, menu)

    await pasted(virtual, removal)
    const [mine, ...others] = virtual.menus.menu('/ip/firewall/address-list').stored()
    assert.equal(mine?.['comment'], 'mine')
    assert.isEmpty(others)
    assert.deepEqual(gardenOn(virtual), { ...before, '/ip/firewall/address-list': 1 })
  })

  test('and gets its walled garden: the portal’s rows stay, the gateways’ come', async ({
    assert,
    cleanup,
  }) => {
    const { router, virtual } = await strangeRouter(isp)
    cleanup(() => virtual.stop())
    await pasted(virtual, (await chosen(operator, router, EXISTING)).line)

    const { outcome } = await garden(isp, router)
    assert.match(outcome ?? '', /[1-9]\d* added, 0 changed, 0 removed$/)
    const look = await app.container.make(LookAtGarden)
    assert.deepEqual((await look.execute(isp.tenant, router.id)).steps, [])
    for (const menu of GARDEN_MENUS) {
      const rows = virtual.menus.menu(menu).stored()
      const texts = rows.map(({ '.id': _id, ...row }) => JSON.stringify(row))
      assert.lengthOf(texts, new Set(texts).size, menu)
    }
    for (const row of virtual.menus.menu('/ip/hotspot/walled-garden/ip').stored()) {
      assert.propertyVal(row, 'protocol', 'tcp')
      assert.match(row['dst-port'] ?? '', /^\d+$/)
    }
  })

  test('and tells phones itself where the portal is, once it has its api.json', async ({
    assert,
    cleanup,
  }) => {
    const { router, virtual } = await strangeRouter(isp)
    cleanup(() => virtual.stop())
    const token = await lineFor(operator, router.id)
    const joining = await Joining.findByOrFail('token', token)
    /** Tests are served without TLS, and so without this step. */
    const captiveFileUrl = `${portalEntrance(router.token)}/api.json`
    const facts = { ...joiningFacts(isp.tenant, router, joining, 7), captiveFileUrl }
    await pasted(virtual, joiningScript(facts))

    assert.equal(stepsOf(await again(router.id)).captive_file, 'done')
    const [file] = virtual.menus.rows('/file').filter(({ name }) => name === 'portico/api.json')
    assert.equal(file?.['contents'], captiveApiJson(router.token))
  })

  test('whose device-mode forbids hotspot and fetch: by the whole text, checked over the API', async ({
    assert,
    cleanup,
  }) => {
    const deviceMode = { mode: 'home' } as const
    const { router, virtual } = await strangeRouter(isp, { deviceMode })
    cleanup(() => virtual.stop())
    const { line, text7 } = await chosen(operator, router, EXISTING)
    const [refused] = await virtual.terminal.paste(line)
    assert.isTrue(refused?.failed, 'the line cannot fetch')

    await pasted(virtual, text7)
    assert.isNull((await again(router.id)).joinReport, 'nor can the text report')
    const path = `/dashboard/routers/${router.id}`
    const page = await operator.submit(path, {}, `${path}/joining/check`)
    assert.include(page.body, '/system/device-mode/update hotspot=yes')
    assert.equal(stepsOf(await again(router.id)).radius, 'done')

    await virtual.terminal.paste('/system device-mode update hotspot=yes fetch=yes')
    virtual.powerCycle()
    await operator.submit(path, {}, `${path}/joining/check`)
    assert.isNotNull((await again(router.id)).joinedAt)
    await someoneGetsOnline(virtual)
  })

  test('whose network is in use: nothing is put on it, and the page says why', async ({
    assert,
    cleanup,
  }) => {
    const { router, virtual } = await strangeRouter(isp)
    cleanup(() => virtual.stop())
    await pasted(virtual, '/ip address add address=10.9.1.77/25 interface=ether2')
    const before = await stateOf(virtual)
    await pasted(virtual, (await chosen(operator, router, { ...NEW, interfaces: 'wlan1' })).line)
    const after = await stateOf(virtual)
    for (const menu of ['/interface bridge', '/interface bridge port', '/ip address', '/ip pool']) {
      assert.equal(after[menu], before[menu], menu)
    }
    const steps = stepsOf(await again(router.id))
    assert.equal(steps.network, 'failed:overlap')
    assert.equal(steps.port1, 'failed:network')
    assert.isNull((await again(router.id)).joinedAt)
  })

  test('for the API by TLS: with a certificate of its own and a user of least rights', async ({
    assert,
    cleanup,
  }) => {
    const { router, virtual } = await strangeRouter(isp)
    cleanup(() => virtual.stop())
    const path = `/dashboard/routers/${router.id}`
    await operator.submit(`${path}/edit`, { api_tls: '1', api_port: '8729' }, path)
    await pasted(virtual, (await chosen(operator, router, EXISTING)).line)
    const page = await operator.submit(path, {}, `${path}/check`)
    assert.match(noticeOf(page), /RouterOS 7/)
    const state = await stateOf(virtual)
    assert.match(state['/user'] ?? '', /name=portico group=portico address=127\.0\.0\.1/)
    assert.match(state['/user group'] ?? '', /!policy.*!rest-api name=portico/)
  })

  test('by the whole text', async ({ assert, cleanup }) => {
    const { router, virtual } = await strangeRouter(isp)
    cleanup(() => virtual.stop())
    const { text7 } = await chosen(operator, router, EXISTING)
    await pasted(virtual, text7)
    assert.isNotNull((await again(router.id)).joinedAt)
    await someoneGetsOnline(virtual)
  })
})
