import { test } from '@japa/runner'
import Joining from '#routers/provisioning/joining'
import RadiusClient from '#routers/registration/radius_client'
import RouterCommand from '#routers/commands/router_command'
import Router from '#routers/router'
import RouterToken from '#tenancy/resolution/router_token'
import { asOwner } from '#tests/support/database'
import { errorAt, formOf, noticeOf, text } from '#tests/support/forms'
import { mayHaveManyRouters, openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { fetchScript, lineFor, report, tokenOn } from './router_calls.js'

const LIST = '/dashboard/routers'
const NEW = { hotspot: 'new', interfaces: 'wlan1, ether3', network: '10.5.50.1/23' }

let isp: Isp
let operator: Visitor

test.group('A router joins', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    await mayHaveManyRouters(isp)
    operator = await operatorOf(isp)
  })

  const again = (id: number) => isp.inside(() => Router.findOrFail(id))

  test('by one line, whose script holds what RADIUS knows', async ({ assert }) => {
    const router = await registerRouter(isp)
    const token = await lineFor(operator, router.id, NEW)
    const page = await operator.get(`${LIST}/${router.id}`)
    assert.include(text(page.body), `/join/${token}/6.rsc`)
    assert.include(text(page.body), '/import file-name="portico.rsc"')
    assert.include(text(page.body), 'Waiting for the router')

    const script = await fetchScript(isp, token)
    assert.equal(script.status, 200)
    assert.match(script.headers['content-type'] ?? '', /^text\/plain/)
    assert.equal(script.headers['cache-control'], 'no-store')
    assert.include(script.body, `secret="${router.secret(isp.tenant.id)}"`)
    assert.include(script.body, `name="${router.identity}"`)
    assert.include(script.body, '10.5.50.1/23')
    assert.isEmpty(script.setCookies, 'a router keeps no session')
    assert.include(
      text((await operator.get(`${LIST}/${router.id}`)).body),
      'has fetched its script'
    )
  })

  test('each RouterOS by a text of its own', async ({ assert }) => {
    const router = await registerRouter(isp)
    const token = await lineFor(operator, router.id, NEW)
    const [six, seven] = [await fetchScript(isp, token, 6), await fetchScript(isp, token, 7)]
    assert.include(six.body, 'primary-ntp=')
    assert.notInclude(six.body, 'device-mode')
    assert.include(seven.body, '/system device-mode')
    assert.notInclude((await fetchScript(isp, token, 8)).body, 'radius')
  })

  test('and the page shows how it went, and who the router is', async ({ assert }) => {
    const router = await registerRouter(isp)
    const token = await lineFor(operator, router.id, NEW)
    await fetchScript(isp, token)
    const begun = 'version=7.20.4 (stable)\nboard=hAP ax2\nserial=HGX123\ncalled=MikroTik\n'
    assert.equal(
      await report(isp, token, `${begun}allowed=failed:device_mode\nallowed=done\n`),
      200
    )
    const running = text((await operator.get(`${LIST}/${router.id}`)).body)
    assert.include(running, '/system/device-mode/update hotspot=yes')
    assert.isNull((await again(router.id)).joinedAt)

    const rest =
      'radius=done\nfasttrack=warned\nfasttrack=done\nhotspot=done\nport1=done\nport2=failed\nfinished=yes\n'
    assert.equal(await report(isp, token, begun + rest), 200)
    const page = text((await operator.get(`${LIST}/${router.id}`)).body)
    for (const said of ['hAP ax2', 'RouterOS 7.20.4', 'HGX123', 'was called MikroTik']) {
      assert.include(page, said)
    }
    assert.include(page, 'Interface ether3')
    assert.include(page, 'fasttrack-connection')

    const joined = await again(router.id)
    assert.isNotNull(joined.joinedAt)
    assert.equal(joined.serialNumber, 'HGX123')
    assert.equal(joined.hotspotAddress, '10.5.50.1', 'login links of the new hotspot are trusted')
  })

  test('and once it has, its walled garden is pushed, once a joining', async ({ assert }) => {
    const router = await registerRouter(isp)
    const pushes = async () => {
      const commands = await isp.inside(() => RouterCommand.query().where('routerId', router.id))
      return commands.map(({ kind }) => kind)
    }
    const token = await lineFor(operator, router.id)
    await report(isp, token, 'radius=done\nhotspot=done\n')
    await report(isp, token, 'radius=done\nhotspot=failed:missing\nfinished=yes\n')
    assert.deepEqual(await pushes(), [], 'not through')
    for (let times = 0; times < 3; times += 1) {
      await report(isp, token, 'radius=done\nhotspot=done\nfinished=yes\n')
    }
    assert.deepEqual(await pushes(), ['walled_garden'])
  })

  test('the script opens again while it is not through, and never after', async ({ assert }) => {
    const router = await registerRouter(isp)
    const token = await lineFor(operator, router.id)
    for (const body of ['version=7.20\n', 'version=7.20\nradius=done\n']) {
      assert.include((await fetchScript(isp, token)).body, '/radius add')
      await report(isp, token, body)
    }
    await report(isp, token, 'radius=done\nfinished=yes\n')
    const closed = await fetchScript(isp, token)
    assert.notInclude(closed.body, router.secret(isp.tenant.id))
    assert.match(closed.body, /^:error "portico: this line is used up or too old/)
    assert.notInclude((await operator.get(`${LIST}/${router.id}`)).body, token)
  })

  test('a line that is too old, fetched too often or superseded opens nothing', async ({
    assert,
  }) => {
    const router = await registerRouter(isp)
    const first = await lineFor(operator, router.id)
    const second = await lineFor(operator, router.id)
    assert.notEqual(first, second)
    assert.notInclude((await fetchScript(isp, first)).body, '/radius')

    await asOwner('update platform.router_joinings set fetches = 20 where token = $1', [second])
    assert.notInclude((await fetchScript(isp, second)).body, '/radius')

    const third = await lineFor(operator, router.id)
    await asOwner(
      `update platform.router_joinings set expires_at = now() - interval '1 second' where token = $1`,
      [third]
    )
    assert.notInclude((await fetchScript(isp, third)).body, '/radius')
    assert.equal(await report(isp, third, 'radius=done\n'), 404)
  })

  test('a token is worth nothing on another ISP’s host, nor is one that was made up', async ({
    assert,
  }) => {
    const router = await registerRouter(isp)
    const token = await lineFor(operator, router.id)
    const other = await openIsp({ packages: false, gateways: false })
    for (const [whose, tried] of [
      [other, token],
      [isp, 'x'.repeat(43)],
      [isp, '%00'],
      [isp, "'%20or%201=1"],
    ] as const) {
      const answer = await fetchScript(whose, tried)
      assert.match(answer.body, /^:error/)
      assert.equal(await report(whose, tried, 'radius=done\nfinished=yes\n'), 404)
    }
    assert.isNull((await again(router.id)).joinReport)
  })

  test('a report is somebody’s word: HTML, floods and nonsense do no harm', async ({ assert }) => {
    const router = await registerRouter(isp)
    const token = await lineFor(operator, router.id)
    const html = '<script>alert(1)</script>'
    const nonsense = [
      `board=${html}${'x'.repeat(5000)}`,
      'called=\u0007bell',
      `radius=${html}`,
      '__proto__=done',
      'constructor=failed:overlap',
      'radius_order=warned:<b>',
      ...Array.from({ length: 5000 }, (_, index) => `step${index}=done`),
    ].join('\n')
    assert.equal(await report(isp, token, nonsense), 200)
    const { body } = await operator.get(`${LIST}/${router.id}`)
    assert.notInclude(body, '<script>alert')
    const kept = (await again(router.id)).joinReport
    assert.isAtMost(kept?.steps.length ?? 0, 100)
    assert.isAtMost(kept?.facts.board?.length ?? 0, 120)
    assert.isAtMost(JSON.stringify(kept).length, 10_000)
  })

  test('a report that comes late does not undo one that says more', async ({ assert }) => {
    const router = await registerRouter(isp)
    const token = await lineFor(operator, router.id)
    await report(isp, token, 'radius=done\nhotspot=done\nfinished=yes\n')
    await report(isp, token, 'radius=done\n')
    assert.isTrue((await again(router.id)).joinReport?.finished)
  })

  test('refuses {what}')
    .with([
      { what: 'no interface', field: 'interfaces', change: { interfaces: ' , ' } },
      {
        what: 'too many interfaces',
        field: 'interfaces',
        change: { interfaces: Array.from({ length: 17 }, (_, index) => `e${index}`).join(',') },
      },
      { what: 'a control character', field: 'interfaces', change: { interfaces: 'eth\u0007' } },
      { what: 'no prefix', field: 'network', change: { network: '10.5.50.1' } },
      { what: 'a public network', field: 'network', change: { network: '8.8.8.1/24' } },
      { what: 'a carrier’s network', field: 'network', change: { network: '100.64.0.1/24' } },
      { what: 'a huge network', field: 'network', change: { network: '10.0.0.1/8' } },
      { what: 'a tiny network', field: 'network', change: { network: '10.0.0.1/30' } },
      { what: 'its first address', field: 'network', change: { network: '10.5.50.0/24' } },
      { what: 'its last address', field: 'network', change: { network: '10.5.50.255/24' } },
      { what: 'words', field: 'network', change: { network: '10.5.50.x/24' } },
      { what: 'another choice', field: 'hotspot', change: { hotspot: 'both' } },
    ])
    .run(async ({ assert }, { field, change }) => {
      const router = await registerRouter(isp)
      const path = `${LIST}/${router.id}`
      const page = await operator.submit(path, { ...NEW, ...change }, `${path}/joining`)
      assert.isNotEmpty(errorAt(page, field))
      assert.isNull(await Joining.findBy({ tenantId: isp.tenant.id, routerId: router.id }))
    })

  test('only owners and managers make lines, see texts and replace routers', async ({ assert }) => {
    const router = await registerRouter(isp)
    const token = await lineFor(operator, router.id)
    const cashier = await operatorOf(isp, 'cashier')
    const path = `${LIST}/${router.id}`
    const seen = await cashier.get(path)
    assert.equal(seen.status, 200)
    assert.notInclude(seen.body, token)
    const csrf = formOf(seen, `${path}/check`).fields._csrf ?? ''
    for (const act of ['joining', 'joining/check', 'replace']) {
      const form = { _csrf: csrf, hotspot: 'existing' }
      const answer = await cashier.browser.visit(cashier.host, `${path}/${act}`, {
        method: 'POST',
        form,
      })
      assert.equal(answer.status, 403, act)
    }
  })

  test('replaced by another device, the old one’s secrets are worth nothing', async ({
    assert,
  }) => {
    const router = await registerRouter(isp)
    const path = `${LIST}/${router.id}`
    const old = await lineFor(operator, router.id, NEW)
    await report(isp, old, 'version=7.20\nserial=OLD\nhotspot=done\nfinished=yes\n')

    const page = await operator.submit(path, {}, `${path}/replace`)
    assert.include(noticeOf(page), 'new secrets')
    const now = await again(router.id)
    assert.notEqual(now.token, router.token)
    assert.notEqual(now.secret(isp.tenant.id), router.secret(isp.tenant.id))
    assert.notEqual(now.apiTarget(isp.tenant.id).password, router.apiTarget(isp.tenant.id).password)
    assert.isNull(now.serialNumber)
    assert.isNull(now.joinedAt)
    assert.isNull(await RouterToken.find(router.token))
    assert.equal((await RouterToken.findOrFail(now.token)).routerId, router.id)
    const client = await RadiusClient.findByOrFail('address', router.address)
    assert.equal(client.secret, now.secret(isp.tenant.id))

    const script = await fetchScript(isp, tokenOn(page))
    assert.include(script.body, `secret="${now.secret(isp.tenant.id)}"`)
    assert.include(script.body, '10.5.50.1/23', 'it joins as the old one did')
    assert.equal(await report(isp, old, 'finished=yes\n'), 404)
  })

  test('a deleted router’s line opens nothing', async ({ assert }) => {
    const router = await registerRouter(isp)
    const token = await lineFor(operator, router.id)
    await operator.submit(`${LIST}/${router.id}`, {}, `${LIST}/${router.id}?_method=DELETE`)
    assert.match((await fetchScript(isp, token)).body, /^:error/)
    assert.isNull(await Joining.findBy('token', token))
  })
})
