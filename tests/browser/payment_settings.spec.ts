import { test } from '@japa/runner'
import type { Browser } from 'playwright-core'
import { appUrl } from '#config/app'
import { openChromium, Screen } from '#tests/support/chromium'
import { openIsp, registerRouter } from '#tests/support/isp'

let chromium: Browser

test.group('Payment settings, in a browser', (group) => {
  group.setup(async () => {
    chromium = await openChromium()
  })

  test('a gateway is tested, connected, moved and disconnected, on any screen and in Bangla', async ({
    assert,
    cleanup,
  }) => {
    const isp = await openIsp({ packages: false })
    await registerRouter(isp)
    const desk = await Screen.atDesk(chromium, isp)
    cleanup(() => desk.context.close())
    const origin = `${appUrl.protocol}//${isp.tenant.slug}.${appUrl.host}`
    const gateways = `${origin}/dashboard/settings/gateways`
    await desk.visit(`${gateways}/payment/bkash`)
    await desk.press('Test connection')
    assert.include(await desk.text(), 'The gateway knows these credentials')

    await desk.visit(`${gateways}/payment/nagad`)
    const keys = { private_key: 'k', pg_public_key: 'p' }
    await desk.fill({ merchant_id: '1', ...keys, minimum: '0.5' })
    await desk.press('Connect')
    assert.include(await desk.text(), 'Nagad takes nothing below ৳1')
    await desk.fill({ ...keys, minimum: '20', fee_percent: '1.5', fee_fixed: '2' })
    await desk.press('Connect')
    assert.include(await desk.text(), 'Entered on')

    await desk.visit(gateways)
    await desk.press('Offer Nagad earlier')
    const names = await desk.page.locator('#payment tbody a').allInnerTexts()
    assert.deepEqual(names, ['Nagad', 'bKash'])
    await desk.visit(`${gateways}?lang=bn`)
    await desk.visit(`${gateways}/payment/stripe`)
    await desk.visit(`${gateways}/payment/nagad?lang=en`)

    await desk.page.locator('summary', { hasText: 'Disconnect' }).click()
    await desk.press('Disconnect')
    assert.include(await desk.text(), 'The gateway is disconnected')
    assert.deepEqual(desk.faults, [])
  })
})
