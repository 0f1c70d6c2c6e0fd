import { test } from '@japa/runner'
import type { Browser } from 'playwright-core'
import { appUrl } from '#config/app'
import { hostOf } from '#tests/support/browser'
import { openChromium, Screen } from '#tests/support/chromium'
import { openIsp } from '#tests/support/isp'
import { onPlan } from '#tests/functional/platform/limits/stage'
import { subscribed, withBilling } from '#tests/functional/platform/billing/stage'

let chromium: Browser

test.group('The plan’s pages in a browser', (group) => {
  withBilling(group)
  group.setup(async () => {
    chromium = await openChromium()
  })

  test('hold on phone and desk, without and with features and a subscription, in {locale}')
    .with([{ locale: 'en' }, { locale: 'bn' }])
    .run(async ({ assert, cleanup }, { locale }) => {
      const isp = await openIsp({ packages: false })
      await isp.tenant.merge({ locale }).save()
      const screen = await Screen.atDesk(chromium, isp, { locale })
      cleanup(() => screen.context.close())
      const origin = `${appUrl.protocol}//${hostOf(isp.tenant)}`

      await onPlan(isp, 'starter')
      for (const path of ['vouchers', 'vouchers/create', 'reports/export', 'settings/sms']) {
        await screen.visit(`${origin}/dashboard/${path}`)
        assert.include(await screen.text(), 'Growth', path)
      }
      const plan = `${origin}/dashboard/settings/plan`
      await screen.visit(plan)
      await screen.visit(`${plan}/return`)
      await subscribed(isp, 'growth')
      await screen.visit(plan)
      await screen.visit(`${plan}/change?plan=pro`)
      await screen.visit(`${plan}/change?plan=starter`)
      assert.deepEqual(screen.faults, [])
    })
})
