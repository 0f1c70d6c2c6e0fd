import { test } from '@japa/runner'
import type { Browser } from 'playwright-core'
import { appUrl } from '#config/app'
import { Till } from '#tests/functional/payments/refunds/till'
import { openChromium, Screen } from '#tests/support/chromium'
import { world } from '#tests/support/world'

let chromium: Browser

test.group('Refunds, in a browser', (group) => {
  group.setup(async () => {
    chromium = await openChromium()
  })
  group.each.teardown(() => world().bkash.control.clearFaults())

  test('what happens to the package follows the form by itself, on any screen and in Bangla', async ({
    assert,
    cleanup,
  }) => {
    const till = await Till.open()
    const purchase = await till.paid()
    const desk = await Screen.atDesk(chromium, till.isp)
    cleanup(() => desk.context.close())
    const origin = `${appUrl.protocol}//${till.isp.tenant.slug}.${appUrl.host}`
    const payment = `${origin}${await till.pageOf(purchase)}`
    await desk.visit(payment)
    await desk.press('Give money back', 'link')
    const preview = desk.page.locator('#preview')
    const says = (text: string | RegExp) => preview.getByText(text).first().waitFor()
    await says('Day Pass goes on as it is.')
    await desk.page.locator('[name=effect][value=shorten]').check()
    await says(/Day Pass ends/)
    await desk.page.locator('[name=amount]').fill('10')
    await says(/Day Pass is shortened/)
    await desk.look()
    assert.lengthOf(await till.refundsOf(purchase), 0, 'looking gives nothing back')

    await desk.page.locator('[name=reason]').fill('the weather was too good')
    world().bkash.control.force({ path: 'refund/payment/transaction', mode: 'drop-after-capture' })
    world().bkash.control.force({ path: 'refund/payment/status', mode: 'drop', times: 20 })
    await preview.locator('button[value=refund]').click()
    await desk.page.waitForURL(payment)
    assert.include(await desk.text(), 'Being made')
    await till.restUntilTomorrow()
    await desk.visit(payment)
    await desk.page.locator('summary', { hasText: 'The gateway does not say?' }).click()
    await desk.look()
    await desk.visit(`${payment}?lang=bn`)
    await desk.visit(`${payment}/refund?lang=bn`)
    assert.deepEqual(desk.faults, [])
  })
})
