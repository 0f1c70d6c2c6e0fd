import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import RouterCommand from '#routers/commands/router_command'
import { noteGarden } from '#routers/walled_garden/garden_state'
import { HOSTS_VERSION } from '#payments/gateways/registry'
import Tenant from '#tenancy/models/tenant'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'
import {
  connectGateways,
  connectRouter,
  openIsp,
  registerRouter,
  type Isp,
} from '#tests/support/isp'
import { errorAt, formOf, noticeOf, text } from '#tests/support/forms'
import { eventually } from '#tests/support/eventually'
import { operatorOf, Visitor } from '#tests/support/operator'

const GARDEN = '/dashboard/walled-garden'
const FIELDS = {
  hosts: '',
  payment_window: '1',
  payment_window_minutes: '5',
  payment_window_kbps: '512',
  payment_windows_per_day: '3',
}

let isp: Isp
let operator: Visitor

const settings = async (of = isp) => tenantSettings(await Tenant.findOrFail(of.tenant.id))
const pageOf = (id: number) => `/dashboard/routers/${id}/walled-garden`

async function save(changes: Record<string, string>) {
  return operator.submit(GARDEN, { ...FIELDS, ...changes })
}

test.group('Walled garden | what the ISP wants', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false })
    operator = await operatorOf(isp)
  })

  test('own hosts, the Layer7 way and the payment window are kept', async ({ assert }) => {
    const page = await save({
      hosts: 'help.example.com\n*.bank.example:443,8443\nHELP.example.com',
      layer7: '1',
      payment_window_minutes: '7',
      payment_window_kbps: '256',
      payment_windows_per_day: '2',
    })
    assert.include(noticeOf(page), 'Saved')
    assert.containSubset(await settings(), {
      walledGardenHosts: ['help.example.com', '*.bank.example:443,8443'],
      walledGardenLayer7: true,
      paymentWindow: true,
      paymentWindowMinutes: 7,
      paymentWindowKbps: 256,
      paymentWindowsPerDay: 2,
    })
    const again = await operator.get(GARDEN)
    assert.include(again.body, '*.bank.example:443,8443')
    assert.match(text(again.body), /does not open HTTPS pages for unpaid devices/)

    await operator.submit(GARDEN, { ...FIELDS, payment_window: undefined, layer7: undefined })
    const after = await settings()
    assert.isFalse(after.paymentWindow)
    assert.isFalse(after.walledGardenLayer7)
    assert.deepEqual(after.walledGardenHosts, [])
  })

  test('refuses the host {host}: {why}')
    .with([
      { host: 'not a host', why: 'is not a host name' },
      { host: 'captive.apple.com', why: 'portal would not open' },
      { host: '*.com.bd', why: 'far too much' },
      { host: '192.168.0.0/24', why: 'private or reserved' },
      { host: 'example.com:99999', why: 'a port that cannot be' },
      { host: '<script>alert(1)</script>', why: 'is not a host name' },
    ])
    .run(async ({ assert }, { host, why }) => {
      const before = await settings()
      const page = await save({ hosts: `fine.example.com\n${host}` })
      assert.include(errorAt(page, 'hosts') ?? '', why)
      assert.notInclude(page.body, '<script>alert(1)')
      assert.include(page.body, 'fine.example.com', 'what was typed is still there')
      assert.deepEqual(await settings(), before)
    })

  test('refuses {field} {value}')
    .with([
      { field: 'payment_window_minutes', value: '0' },
      { field: 'payment_window_minutes', value: '16' },
      { field: 'payment_window_minutes', value: '2.5' },
      { field: 'payment_window_kbps', value: '63' },
      { field: 'payment_window_kbps', value: '2049' },
      { field: 'payment_windows_per_day', value: '0' },
      { field: 'payment_windows_per_day', value: '11' },
      { field: 'payment_windows_per_day', value: 'often' },
    ])
    .run(async ({ assert }, { field, value }) => {
      const before = await settings()
      assert.isNotEmpty(errorAt(await save({ [field]: value }), field))
      assert.deepEqual(await settings(), before)
    })

  test('fifty hosts are taken, fifty-one are not', async ({ assert }) => {
    const hosts = Array.from({ length: 51 }, (_, index) => `h${index}.example.com`)
    assert.include(errorAt(await save({ hosts: hosts.join('\n') }), 'hosts') ?? '', '50 at most')
    await save({ hosts: hosts.slice(1).join('\n') })
    assert.lengthOf((await settings()).walledGardenHosts, 50)
    await save({ hosts: '' })
  })

  test('the page names portal, gateways and their hosts, in Bangla too', async ({ assert }) => {
    const page = text((await operator.get(GARDEN)).body)
    assert.include(page, `${isp.tenant.slug}.localhost`)
    assert.include(page, 'sandbox.payment.bkash.com')
    assert.include(text((await operator.get(`${GARDEN}?lang=bn`)).body), 'ওয়াল্ড গার্ডেন')
    await operator.get(`${GARDEN}?lang=en`)
  })
})

test.group('Walled garden | a router', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    operator = await operatorOf(isp)
  })

  test('is compared, pushed, and found up to date; a gateway that comes offers a new push', async ({
    assert,
    cleanup,
  }) => {
    const { router, virtual } = await connectRouter(isp)
    cleanup(() => virtual.stop())
    const page = pageOf(router.id)
    assert.include(text((await operator.get(page)).body), 'Never pushed')
    assert.include(
      text((await operator.get(`/dashboard/routers/${router.id}`)).body),
      'Walled garden'
    )

    const asJoined = await operator.submit(page, {}, `${page}/check`)
    assert.include(noticeOf(asJoined), 'The router has what it should have')

    await save({ hosts: 'help.example.com' })
    const before = virtual.menus.menu('/ip/firewall/address-list').stored().length
    const compared = await operator.submit(page, {}, `${page}/check`)
    assert.match(noticeOf(compared), /A push would change \d+ things/)
    assert.include(text(compared.body), 'dst-host=help.example.com')
    const listed = virtual.menus.menu('/ip/firewall/address-list').stored()
    assert.lengthOf(listed, before, 'a look changes nothing')

    await operator.submit(page, {}, `${page}/push`)
    await eventually('pushed', async () =>
      text((await operator.get(page)).body).includes('Up to date')
    )
    assert.include(text((await operator.get(page)).body), 'hotspot_walled_garden')

    await connectGateways(isp)
    assert.include(text((await operator.get(page)).body), 'Push needed')
    for (const path of ['/dashboard/routers', '/dashboard/settings/gateways']) {
      assert.match(noticeOf(await operator.get(path)), /One router does not let through/)
    }

    await operator.submit(GARDEN, {}, `${GARDEN}/push`)
    await eventually('pushed again', async () =>
      text((await operator.get(GARDEN)).body).includes('Up to date')
    )
    assert.notMatch(noticeOf(await operator.get('/dashboard/routers')), /does not let through/)

    await virtual.configure('/ip hotspot walled-garden remove [find dst-host=code.jquery.com]')
    const drifted = await operator.submit(page, {}, `${page}/check`)
    assert.include(text(drifted.body), 'Changed on the router')
    assert.include(text(drifted.body), 'Pushed, and not there any more')

    const log = text((await operator.get('/dashboard/logs?tab=activity')).body)
    assert.include(log, 'Pushed the walled garden')
    await save({ hosts: '' })
  })

  test('that does not answer says so at the comparison and while the push waits', async ({
    assert,
  }) => {
    const router = await registerRouter(isp)
    const page = pageOf(router.id)
    const compared = await operator.submit(page, {}, `${page}/check`)
    assert.match(noticeOf(compared), /cannot be reached|does not answer/)

    await operator.submit(page, {}, `${page}/push`)
    const waiting = await eventually('tried', async () => {
      const seen = await operator.get(page)
      return /Tried (once|\d+ times)/.test(text(seen.body)) ? seen : null
    })
    assert.match(waiting.body, /up-poll/, 'it goes on looking')
    await operator.submit(page, {}, `${page}/push`)
    const commands = await isp.inside(() =>
      RouterCommand.query().where({ routerId: router.id, kind: 'walled_garden' })
    )
    assert.lengthOf(commands, 1, 'one that waits is enough')
  })

  test('lists of an older version offer a new push, and say which is newest', async ({
    assert,
  }) => {
    const router = await registerRouter(isp)
    const tenancy = await app.container.make(Tenancy)
    await isp.inside(() =>
      noteGarden(tenancy, router.id, {
        pushed: {
          at: '2026-01-31T00:00:00.000Z',
          version: '2026-01-31',
          fingerprint: 'of older lists',
          gateways: [],
          layer7: false,
          rows: [],
          conflicts: [],
          counts: { added: 0, changed: 0, removed: 0 },
        },
      })
    )
    const page = text((await operator.get(pageOf(router.id))).body)
    assert.include(page, 'Push needed')
    assert.include(page, `2026-01-31 (newest: ${HOSTS_VERSION})`)
  })

  test('a push is watched while it goes on', async ({ assert, cleanup }) => {
    const { router, virtual } = await connectRouter(isp)
    cleanup(() => virtual.stop())
    virtual.faults.delayMs = 60
    const page = pageOf(router.id)
    await operator.submit(page, {}, `${page}/push`)
    await eventually('how far it is', async () =>
      /\d+ of \d+ changes made/.test(text((await operator.get(page)).body))
    )
    virtual.faults.delayMs = 0
    const after = await eventually('the end of it', async () => {
      const { body } = await operator.get(page)
      return text(body).includes('Up to date') ? body : null
    })
    assert.notMatch(after, /up-poll/)
    assert.match(text(after), /\d+ added, 0 changed, 0 removed/)
  })

  test('a refused host is added with one click', async ({ assert }) => {
    const token = formOf(await operator.get(GARDEN), GARDEN).fields._csrf ?? ''
    const add = async (host: string) =>
      operator.follow(
        await operator.browser.visit(operator.host, `${GARDEN}/hosts`, {
          method: 'POST',
          form: { _csrf: token, host },
        })
      )
    assert.include(noticeOf(await add('acs.bank.example:8443')), 'acs.bank.example:8443 is added')
    await add('acs.bank.example:8443')
    assert.deepEqual((await settings()).walledGardenHosts, ['acs.bank.example:8443'])
    assert.include(noticeOf(await add('captive.apple.com')), 'portal would not open')
    assert.deepEqual((await settings()).walledGardenHosts, ['acs.bank.example:8443'])
  })
})

test.group('Walled garden | who may', () => {
  const acts = [GARDEN, `${GARDEN}/hosts`, `${GARDEN}/push`]

  test('{role} looks and changes nothing')
    .with((['cashier', 'support'] as const).map((role) => ({ role })))
    .run(async ({ assert }, { role }) => {
      const own = await openIsp({ packages: false })
      const router = await registerRouter(own)
      const person = await operatorOf(own, role)
      const before = await settings(own)
      const token = formOf(await person.get('/dashboard'), '/logout').fields._csrf ?? ''
      for (const path of [GARDEN, pageOf(router.id)]) {
        const page = await person.get(path)
        assert.equal(page.status, 200)
        assert.notInclude(page.body, 'walled-garden/push')
      }
      for (const path of [...acts, `${pageOf(router.id)}/push`]) {
        const answer = await person.browser.visit(person.host, path, {
          method: 'POST',
          form: { ...FIELDS, _csrf: token, host: 'a.example.com', hosts: 'a.example.com' },
        })
        assert.equal(answer.status, 403, path)
      }
      assert.deepEqual(await settings(own), before)
      assert.lengthOf(await own.inside(() => RouterCommand.all()), 0)
    })

  test('another ISP’s router is not there', async ({ assert }) => {
    const [mine, theirs] = [await openIsp({ packages: false }), await openIsp({ packages: false })]
    await registerRouter(mine)
    const router = await registerRouter(theirs)
    const extra = await registerRouter(theirs)
    const person = await operatorOf(mine)
    const token = formOf(await person.get('/dashboard'), '/logout').fields._csrf ?? ''
    const id = Math.max(router.id, extra.id)
    assert.equal((await person.get(pageOf(id))).status, 404)
    for (const act of ['check', 'push']) {
      const answer = await person.browser.visit(person.host, `${pageOf(id)}/${act}`, {
        method: 'POST',
        form: { _csrf: token },
      })
      assert.equal(answer.status, 404, act)
    }
    await person.submit(GARDEN, {}, `${GARDEN}/push`)
    assert.lengthOf(await theirs.inside(() => RouterCommand.all()), 0)
  })

  test('nobody who is not signed in', async ({ assert }) => {
    const { host } = await operatorOf(isp)
    const stranger = new Visitor(host)
    assert.equal((await stranger.get(GARDEN)).headers.location, '/login')
  })
})
