import { test } from '@japa/runner'
import type { Browser } from 'playwright-core'
import { appUrl } from '#config/app'
import { createAdmin } from '#tests/functional/admin/admin'
import { hostOf } from '#tests/support/browser'
import { openChromium, Screen } from '#tests/support/chromium'
import { openIsp, PASSWORD, registerRouter } from '#tests/support/isp'
import { anyClientAddress } from '#tests/support/operator'
import { appCode } from '#tests/support/two_factor'

/** In Bangla, which is longer. Of the jobs one queue: errors of others may say anything. */
const PAGES = [
  '?lang=bn',
  '/revenue',
  '/queues?queue=migrate-tenant',
  '/abuse',
  '/schemas',
  '/radius',
  '/webhooks',
  '/access',
]

let chromium: Browser

test.group('Admins, on screen', (group) => {
  group.setup(async () => {
    chromium = await openChromium()
  })

  test('find an ISP, suspend it, open it again and look into its dashboard', async ({
    assert,
    cleanup,
  }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    await registerRouter(isp)
    const { account, secret } = await createAdmin()
    const open = async () => {
      const screen = await Screen.open(chromium, {
        extraHTTPHeaders: { 'x-forwarded-for': anyClientAddress() },
      })
      cleanup(() => screen.context.close())
      return screen
    }
    const admin = await open()
    await admin.visit(`${appUrl.origin}/login`)
    await admin.fill({ email: account.email, password: PASSWORD }, 'form[action="/login"]')
    await admin.press('Sign in')
    await admin.fill({ code: appCode(secret) }, 'form[action="/login/code"]')
    await admin.press('Sign in')
    await admin.page.waitForURL(`${appUrl.origin}/admin`)

    await admin.visit(`${appUrl.origin}/admin?q=${isp.account.email}`)
    await admin.press(isp.tenant.name, 'link')
    const page = admin.page.url()
    const decide = async (to: string) => {
      await admin.fill({ to, reason: 'Sends spam' }, 'form[action$="/status"]')
      await admin.press('Change state')
    }
    await decide('suspended')
    assert.include(await admin.text(), 'Sends spam')

    const owner = await open()
    const home = `${appUrl.protocol}//${hostOf(isp.tenant)}`
    await owner.visit(`${home}/login`)
    await owner.fill({ email: isp.account.email, password: PASSWORD })
    await owner.press('Sign in')
    owner.faults.length = 0
    assert.match(await owner.text(), /suspended/i)

    await decide('active')
    await owner.visit(`${home}/dashboard`)
    assert.notMatch(await owner.text(), /suspended/i)

    await admin.fill({ reason: 'Ticket 17' }, 'form[action$="/support"]')
    await admin.press('Open the dashboard')
    await admin.page.waitForURL(`${home}/dashboard`)
    assert.include(await admin.text(), 'Portico support: Ada Min')
    await owner.visit(`${home}/dashboard`)
    assert.include(await owner.text(), 'Ticket 17')
    await admin.press('Leave the support view')
    await admin.page.waitForURL(page)
    assert.deepEqual([...admin.faults, ...owner.faults], [])

    for (const path of PAGES) await admin.visit(`${appUrl.origin}/admin${path}`)
    await admin.visit(`${page}?lang=bn`)
    assert.deepEqual(admin.faults, [])
  }).timeout(120_000)
})
