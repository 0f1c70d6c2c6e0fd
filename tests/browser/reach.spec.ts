import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import type { Browser } from 'playwright-core'
import { appUrl } from '#config/app'
import Router from '#routers/router'
import RouterTunnel from '#routers/tunnels/router_tunnel'
import { hostOf } from '#tests/support/browser'
import { openChromium, Screen } from '#tests/support/chromium'
import { openIsp, type Isp } from '#tests/support/isp'

let chromium: Browser

test.group('Routers behind NAT, in a browser', (group) => {
  group.setup(async () => {
    chromium = await openChromium()
  })

  test('one is added, tells its key and is heard; another comes through it', async ({
    assert,
    cleanup,
  }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const desk = await Screen.atDesk(chromium, isp)
    cleanup(() => desk.context.close())

    const one = await add(desk, isp, 'Tower one')
    const other = await add(desk, isp, 'Tower two')
    assert.include(await desk.text(), 'Waiting for its key')

    await desk.visit(pageOf(isp, one))
    await desk.page.getByText('Enter the public key by hand').click()
    const key = randomBytes(32).fill(7, 0, 8).toString('base64')
    await send(desk, 'tunnel/key', { tunnel_key: key })
    assert.include(await desk.text(), 'Not connected yet')
    await RouterTunnel.query()
      .where('publicKey', key)
      .update({ lastHandshakeAt: DateTime.utc().toJSDate(), seenFrom: '203.0.113.2:40112' })
    await desk.visit(pageOf(isp, one))
    assert.include(await desk.text(), '203.0.113.2:40112')

    await desk.visit(pageOf(isp, other))
    await desk.page.getByText('RouterOS 6, which has no WireGuard').click()
    await send(desk, 'tunnel/gateway', { gateway: String(one.id) })
    assert.include(await desk.text(), `remote-address=${other.address}`)
    await desk.visit(`${pageOf(isp, other)}?lang=bn`)
    assert.include(await desk.text(), 'অন্য রাউটারের মাধ্যমে')

    await desk.visit(`${pageOf(isp, one)}?lang=en`)
    await desk.page.locator('summary', { hasText: 'Revoke key' }).click()
    await desk.look()
    await send(desk, 'tunnel/revoke', {})
    assert.include(await desk.text(), 'Key revoked')
    assert.deepEqual(desk.faults, [])
  })
})

function pageOf({ tenant }: Isp, { id }: Pick<Router, 'id'>): string {
  return `${appUrl.protocol}//${hostOf(tenant)}/dashboard/routers/${id}`
}

async function add(desk: Screen, isp: Isp, name: string): Promise<Router> {
  await desk.visit(`${appUrl.protocol}//${hostOf(isp.tenant)}/dashboard/routers/create`)
  const fields = { name, reach: 'tunnel', api_user: 'portico', api_password: 'a-password' }
  const form = 'form[action="/dashboard/routers"]'
  await desk.fill(fields, form)
  await desk.page.locator(`${form} button[type=submit]`).first().click()
  await desk.page.waitForURL(/routers\/\d+$/)
  await desk.look()
  return isp.inside(() => Router.findByOrFail('name', name))
}

/** Fills in the form to that action and looks at the page that comes of it. */
async function send(desk: Screen, action: string, fields: Record<string, string>): Promise<void> {
  const form = `form[action$="/${action}"]`
  await desk.fill(fields, form)
  await Promise.all([
    desk.page.waitForEvent('framenavigated'),
    desk.page.locator(`${form} button[type=submit]`).click(),
  ])
  await desk.page.waitForLoadState('load')
  await desk.look()
}
