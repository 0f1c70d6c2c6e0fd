import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import type { MacAddress } from '#core/mac_address'
import { trustMobileNumber } from '#core/mobile_number'
import Customer from '#hotspot/customers/customer'
import { captiveApiJson, captivePortalUri } from '#routers/captive/captive_portal'
import type Router from '#routers/router'
import { Tenancy } from '#tenancy/tenancy'
import { appUrl } from '#config/app'
import { hostOf, visit, type Page } from '#tests/support/browser'
import { anyMac, anyMobile } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { give } from '#tests/support/verified_customer'

const GIB = 1024 ** 3

interface Scene {
  isp: Isp
  router: Router
}

async function scene(): Promise<Scene> {
  const isp = await openIsp({ gateways: false })
  return { isp, router: await registerRouter(isp) }
}

function ask({ isp, router }: Scene, query = '', headers: Record<string, string> = {}) {
  return visit(hostOf(isp.tenant), `/captive/${router.token}/api${query}`, { headers })
}

function answer(page: Page): Record<string, unknown> {
  const parsed: unknown = JSON.parse(page.body)
  if (typeof parsed !== 'object' || parsed === null) throw new TypeError('No object')
  return { ...parsed }
}

/** A phone whose session the router has reported. */
async function online({ isp, router }: Scene, ip = '10.5.50.9'): Promise<MacAddress> {
  const mac = anyMac()
  const tenancy = await app.container.make(Tenancy)
  await isp.inside(async () => {
    await tenancy.transaction.table('radacct').insert({
      acctsessionid: mac,
      acctuniqueid: mac,
      username: mac,
      nasipaddress: router.address,
      framedipaddress: ip,
      acctstarttime: DateTime.utc().toJSDate(),
      acctupdatetime: DateTime.utc().toJSDate(),
    })
  })
  return mac
}

/** …of a customer on this package. */
async function buyFor({ isp }: Scene, mac: MacAddress, name: string): Promise<void> {
  const customer = await isp.inside(async () => {
    const made = await Customer.create({ mobile: trustMobileNumber(anyMobile()), status: 'active' })
    await made.related('devices').create({ mac })
    return made
  })
  await give(isp, customer, name)
}

test.group('Captive | The API that phones ask (RFC 8908)', () => {
  test('nobody is online behind the router: whoever asks is captive', async ({ assert }) => {
    const here = await scene()
    const page = await ask(here)
    assert.equal(page.status, 200)
    assert.match(page.headers['content-type'] ?? '', /^application\/captive\+json/)
    assert.equal(page.headers['cache-control'], 'private, no-store')
    const portal = `http://${hostOf(here.isp.tenant)}/captive/${here.router.token}`
    assert.deepEqual(answer(page), {
      'captive': true,
      'user-portal-url': portal,
      'venue-info-url': `${portal}/venue`,
    })
    assert.lengthOf(page.setCookies, 0)
  })

  test('a phone that is online is told its seconds and bytes', async ({ assert }) => {
    const here = await scene()
    const mac = await online(here)
    await buyFor(here, mac, 'Day Pass')
    const said = answer(await ask(here, `?mac=${encodeURIComponent(mac)}`))
    assert.isFalse(said.captive)
    assert.equal(said['bytes-remaining'], 2 * GIB)
    assert.approximately(Number(said['seconds-remaining']), 86_400, 30)
    assert.isTrue(said['can-extend-session'])
  })

  test('unlimited data is left out, as the RFC has it', async ({ assert }) => {
    const here = await scene()
    const mac = await online(here)
    await buyFor(here, mac, 'Monthly Unlimited')
    const said = answer(await ask(here, `?mac=${mac}`))
    assert.notProperty(said, 'bytes-remaining')
    assert.isAbove(Number(said['seconds-remaining']), 29 * 86_400)
  })

  test('a phone is known by an address of its own, where nothing translates it', async ({
    assert,
  }) => {
    const here = await scene()
    await online(here, '100.64.9.9')
    const said = answer(await ask(here, '', { 'x-forwarded-for': '100.64.9.9' }))
    assert.isFalse(said.captive)
  })

  test('another phone’s session makes nobody else online, and no phone captive', async ({
    assert,
  }) => {
    const here = await scene()
    await online(here)
    assert.isTrue(answer(await ask(here, `?mac=${anyMac()}`)).captive)

    const unknown = await ask(here)
    assert.equal(unknown.status, 503)
    assert.equal(unknown.headers['retry-after'], '60')
    assert.notInclude(unknown.body, 'captive"')
  })

  test('a session on another router of the ISP is none here', async ({ assert }) => {
    const here = await scene()
    const mac = await online({ ...here, router: await registerRouter(here.isp) })
    assert.isTrue(answer(await ask(here, `?mac=${mac}`)).captive)
  })

  test('{token} on {host}: the same 404 as everywhere')
    .with([
      { host: 'the tenant’s host', token: 'nobody-has-this-token' },
      { host: 'the tenant’s host', token: 'no%20token%27' },
      { host: 'the tenant’s host', token: 'x'.repeat(200) },
      { host: 'the platform’s host', token: 'nobody-has-this-token' },
    ])
    .run(async ({ assert }, { host, token }) => {
      const { isp } = await scene()
      const where = host.startsWith('the tenant') ? hostOf(isp.tenant) : appUrl.host
      const missing = await visit(where, '/nothing-is-here')
      for (const path of [`/captive/${token}/api`, `/captive/${token}`, `/h/${token}/api.json`]) {
        const page = await visit(where, path)
        assert.equal(page.status, 404, path)
        assert.equal(page.body, missing.body, path)
      }
    })

  test('another ISP’s host knows nothing of the router', async ({ assert }) => {
    const [here, there] = [await scene(), await scene()]
    const path = `/captive/${here.router.token}/api`
    assert.equal((await visit(hostOf(there.isp.tenant), path)).status, 404)
    assert.equal((await visit(hostOf(here.isp.tenant), path)).status, 200)
    assert.equal((await visit(appUrl.host, path)).status, 200)
  })

  test('a closed ISP’s routers answer no more', async ({ assert }) => {
    const here = await scene()
    await here.isp.tenant.merge({ status: 'closed' }).save()
    assert.equal((await visit(appUrl.host, `/captive/${here.router.token}/api`)).status, 404)
  })

  test('the portal’s address leads by the router, which knows the phone', async ({ assert }) => {
    const here = await scene()
    const page = await visit(hostOf(here.isp.tenant), `/captive/${here.router.token}`)
    assert.equal(page.status, 302)
    assert.equal(page.headers.location, `http://${here.router.hotspotAddress}/login`)
  })

  test('the venue’s page tells who it is and what it costs', async ({ assert }) => {
    const here = await scene()
    const path = `/captive/${here.router.token}/venue`
    const page = await visit(hostOf(here.isp.tenant), path)
    assert.include(page.body, here.isp.tenant.name)
    assert.include(page.body, 'Day Pass')
    const bangla = await visit(hostOf(here.isp.tenant), `${path}?lang=bn`)
    assert.include(bangla.body, 'lang="bn"')
  })
})

test.group('Captive | The router’s own api.json', () => {
  test('the router fetches it by its token', async ({ assert }) => {
    const { router } = await scene()
    const page = await visit(appUrl.host, `/h/${router.token}/api.json`)
    assert.equal(page.status, 200)
    assert.equal(page.body, captiveApiJson(router.token))
  })

  test('the address for DHCP option 114 is one this server answers', async ({ assert }) => {
    const { isp, router } = await scene()
    for (const uri of [
      captivePortalUri(router.token),
      captivePortalUri(router.token, isp.tenant.slug),
    ]) {
      const { host, pathname } = new URL(uri)
      assert.equal((await visit(host, pathname)).status, 200, uri)
    }
  })
})
