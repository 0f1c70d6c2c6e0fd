import { test } from '@japa/runner'
import type { Browser } from 'playwright-core'
import { appUrl } from '#config/app'
import { payingCustomer } from '#tests/functional/platform/states/stage'
import { hostOf } from '#tests/support/browser'
import { openChromium, Screen } from '#tests/support/chromium'
import { openIsp, PASSWORD } from '#tests/support/isp'

let chromium: Browser

test.group('Closing a company in a browser', (group) => {
  group.setup(async () => {
    chromium = await openChromium()
    return () => chromium.close()
  })

  test('is asked for, refused at its field, done and taken back, in {locale}')
    .with([{ locale: 'en' }, { locale: 'bn' }])
    .run(async ({ assert }, { locale }) => {
      const isp = await openIsp({ gateways: false })
      await isp.tenant.merge({ locale }).save()
      await payingCustomer(isp)
      const screen = await Screen.atDesk(chromium, isp, { locale })
      const { page } = screen
      const origin = `${appUrl.protocol}//${hostOf(isp.tenant)}`

      await screen.visit(`${origin}/dashboard/settings/company`)
      await page.locator('details summary.text-error').click()
      await screen.look()
      await screen.fill({ subdomain: isp.tenant.slug, password: PASSWORD })
      await page.locator('button.btn-error').click()
      await page.locator('#cut-error').waitFor()
      await screen.look()

      await page.check('[name="cut"]')
      await screen.fill({ password: PASSWORD })
      await page.locator('button.btn-error').click()
      await page.waitForURL(`${appUrl.origin}/login`)
      await screen.fill({ email: isp.account.email, password: PASSWORD })
      await page.locator('main form button[type="submit"]').first().click()
      await page.waitForURL(`**/closed/${isp.tenant.slug}`)
      await screen.look()
      await page.locator('main form button[type="submit"]').click()
      await page.waitForURL('**/choose')
      await screen.look()
      assert.equal((await isp.tenant.refresh()).status, 'trial')
      assert.deepEqual(screen.faults, [])
      await screen.context.close()
    })
})
