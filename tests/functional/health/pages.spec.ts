import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import limiter from '@adonisjs/limiter/services/main'
import { WatchRouter } from '#hotspot/router_watch/watch_router'
import type { Finding } from '#routers/health/findings'
import type { RouterHealth } from '#routers/health/router_health'
import Router from '#routers/router'
import SmsMessage from '#messaging/sms_message'
import { hostOf } from '#tests/support/browser'
import { asOwner } from '#tests/support/database'
import { text } from '#tests/support/forms'
import { trustMobileNumber } from '#core/mobile_number'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, Visitor } from '#tests/support/operator'

/** A router nobody answers at, visited once. */
async function away(isp: Isp): Promise<Router> {
  const router = await registerRouter(isp)
  const watchRouter = await app.container.make(WatchRouter)
  await watchRouter.execute(isp.tenant, router.id)
  return isp.inside(() => Router.findOrFail(router.id))
}

/** As if a visit had found this. */
async function found(isp: Isp, router: Router, findings: Finding[]): Promise<void> {
  await isp.inside(async () => {
    const { health } = await Router.findOrFail(router.id)
    if (!health) throw new Error('It was never visited')
    const wrong: RouterHealth = { ...health, reachable: true, trouble: null, findings }
    await Router.query()
      .where('id', router.id)
      .update({ health: JSON.stringify(wrong) })
  })
}

test.group('Health | Pages', () => {
  test('a new ISP is told where to begin', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const owner = await operatorOf(isp)
    for (const path of ['health', 'zones']) {
      const page = await owner.get(`/dashboard/routers/${path}`)
      assert.equal(page.status, 200)
      assert.include(page.body, 'href="/dashboard/routers"')
    }
  })

  test('a router that was never visited, and one that does not answer', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const owner = await operatorOf(isp)
    const unseen = await registerRouter(isp)
    const gone = await away(isp)
    const list = text((await owner.get('/dashboard/routers/health')).body)
    assert.include(list, 'Not visited yet')
    assert.include(list, 'The router cannot be reached')

    assert.include(
      text((await owner.get(`/dashboard/routers/${unseen.id}/health`)).body),
      'No visit yet'
    )
    const page = text((await owner.get(`/dashboard/routers/${gone.id}/health`)).body)
    assert.include(page, '0 % of visits were answered')
    assert.include(page, gone.health?.trouble?.message ?? 'no message')
  })

  test('the troubleshooting page works when the router does not answer', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const owner = await operatorOf(isp)
    const router = await away(isp)
    const page = await owner.get(`/dashboard/routers/${router.id}/trouble`)
    assert.match(page.body, /id="check-api" data-state="wrong"/)
    assert.match(page.body, /id="check-radius" data-state="unknown"/)
    assert.match(page.body, /id="check-otp" data-state="wrong"/, 'no gateway is connected')
    assert.include(page.body, '/ip service set api disabled=no port=8728')
    assert.include(text(page.body), 'what we know from our side')
  })

  test('RADIUS packets of late prove RADIUS, though the API does not answer', async ({
    assert,
  }) => {
    const isp = await openIsp({ packages: false })
    const router = await away(isp)
    const { health } = router
    if (!health) throw new Error('It was never visited')
    const lastAcctAt = new Date().toISOString()
    await isp.inside(() =>
      Router.query()
        .where('id', router.id)
        .update({ health: JSON.stringify({ ...health, ours: { ...health.ours, lastAcctAt } }) })
    )
    const page = await (await operatorOf(isp)).get(`/dashboard/routers/${router.id}/trouble`)
    for (const check of ['radius', 'secret', 'suspension']) {
      assert.match(page.body, new RegExp(`id="check-${check}" data-state="ok"`))
    }
    assert.match(page.body, /id="check-mac" data-state="unknown"/)
  })

  const problems: { finding: Finding; check: string; line: string }[] = [
    { finding: 'mac_login_off', check: 'mac', line: 'login-by=mac,http-pap' },
    { finding: 'garden_missing', check: 'garden', line: '/ip hotspot walled-garden ip print' },
    { finding: 'accounting_off', check: 'suspension', line: 'radius-interim-update=2m' },
    { finding: 'interim_rare', check: 'suspension', line: 'radius-interim-update=2m' },
    { finding: 'incoming_off', check: 'coa', line: '/radius incoming set accept=yes port=3799' },
    { finding: 'radius_silent', check: 'radius', line: '/radius print' },
    { finding: 'clock_off', check: 'clock', line: '/system ntp client set enabled=yes' },
    { finding: 'fasttrack_on', check: 'speed', line: 'action=fasttrack-connection' },
    { finding: 'hotspot_forbidden', check: 'hotspot', line: '/system device-mode update' },
  ]

  test('{finding}: the check {check} is wrong, and says what to type')
    .with(problems)
    .run(async ({ assert }, { finding, check, line }) => {
      const isp = await openIsp({ packages: false })
      const owner = await operatorOf(isp)
      const router = await away(isp)
      await found(isp, router, [finding])
      const page = await owner.get(`/dashboard/routers/${router.id}/trouble`)
      assert.match(page.body, new RegExp(`id="check-${check}" data-state="wrong"`))
      assert.equal(page.body.match(/data-state="wrong"/g)?.length, 1)
      assert.include(text(page.body), line)
    })

  test('the secret is there to type for who may change it, and for nobody else', async ({
    assert,
  }) => {
    const isp = await openIsp({ packages: false })
    const router = await away(isp)
    await found(isp, router, ['secret_suspected'])
    const secret = router.secret(isp.tenant.id)
    const path = `/dashboard/routers/${router.id}/trouble`
    assert.include(text((await (await operatorOf(isp)).get(path)).body), `secret="${secret}"`)
    const support = await (await operatorOf(isp, 'support')).get(path)
    assert.equal(support.status, 200)
    assert.notInclude(support.body, secret)
  })

  test('codes the gateway refused are counted, with its last reason', async ({ assert }) => {
    const isp = await openIsp({ packages: false })
    const router = await away(isp)
    await isp.inside(async () => {
      for (const status of ['sent', 'failed'] as const) {
        await SmsMessage.create({
          mobile: trustMobileNumber('+8801712345678'),
          event: 'otp',
          body: '••••',
          segments: 1,
          status,
          error: status === 'failed' ? 'balance: no money left' : null,
        })
      }
    })
    const page = await (await operatorOf(isp)).get(`/dashboard/routers/${router.id}/trouble`)
    assert.match(page.body, /id="check-otp" data-state="wrong"/)
    assert.include(text(page.body), '1 of 2 codes')
    assert.include(text(page.body), 'no money left')
  })

  test('a sweep that does not come is said', async ({ assert }) => {
    const isp = await openIsp({ packages: false })
    const router = await away(isp)
    await asOwner(
      `update platform.due_work set due_at = now() - interval '1 hour',
         leased_until = now() + interval '1 hour' where tenant_id = $1`,
      [isp.tenant.id]
    )
    const page = await (await operatorOf(isp)).get(`/dashboard/routers/${router.id}/trouble`)
    assert.match(page.body, /id="check-suspension" data-state="wrong"/)
  })

  test('"Check now" visits the router and comes back', async ({ assert }) => {
    const isp = await openIsp({ packages: false })
    const owner = await operatorOf(isp)
    const router = await registerRouter(isp)
    const path = `/dashboard/routers/${router.id}/trouble`
    const page = await owner.submit(path)
    assert.include(text(page.body), 'Looked again')
    const { health } = await isp.inside(() => Router.findOrFail(router.id))
    assert.isFalse(health?.reachable)
    assert.isNotNull(health?.knock)
  })

  test('nobody makes us knock as often as they like', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const owner = await operatorOf(isp)
    const { id } = await registerRouter(isp)
    const path = `/dashboard/routers/${id}/trouble`
    await limiter
      .use({ requests: 12, duration: '1 min' })
      .set(`look:${isp.tenant.id}:${id}`, 12, '1 min')
    assert.equal((await owner.send(path)).status, 429)
  })

  test('every page speaks Bangla', async ({ assert }) => {
    const isp = await openIsp({ packages: false })
    const owner = await operatorOf(isp)
    const router = await away(isp)
    for (const path of [
      '/dashboard/routers/health',
      '/dashboard/routers/zones',
      `/dashboard/routers/${router.id}/health`,
      `/dashboard/routers/${router.id}/trouble`,
      '/dashboard/settings/alerts',
    ]) {
      const page = await owner.get(`${path}?lang=bn`)
      assert.equal(page.status, 200, path)
      assert.match(page.body, /<html[^>]* lang="bn"/, path)
      assert.notMatch(text(page.body), /health\.\w+\.|zones\.\w+/, path)
    }
  })

  test('another ISP’s router is nobody’s here: {page}')
    .with([{ page: '/health' }, { page: '/trouble' }])
    .run(async ({ assert }, { page }) => {
      const [here, there] = [await openIsp({ gateways: false }), await openIsp({ gateways: false })]
      const router = await away(there)
      const owner = await operatorOf(here)
      assert.equal((await owner.get(`/dashboard/routers/${router.id}${page}`)).status, 404)
      const list = await owner.get('/dashboard/routers/health')
      assert.notInclude(list.body, router.name)
    })

  test('nobody looks without signing in', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const stranger = new Visitor(hostOf(isp.tenant))
    for (const path of ['/dashboard/routers/health', '/dashboard/settings/alerts']) {
      assert.equal((await stranger.get(path)).status, 302, path)
    }
  })
})
