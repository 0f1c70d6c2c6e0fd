import { test } from '@japa/runner'
import type { Browser } from 'playwright-core'
import { appUrl } from '#config/app'
import { Counter } from '#tests/functional/recharge/counter'
import { hostOf } from '#tests/support/browser'
import { openChromium, Screen } from '#tests/support/chromium'

let chromium: Browser

test.group('Recharge, in a browser', (group) => {
  group.setup(async () => {
    chromium = await openChromium()
  })

  test('the invoice follows package, mode and discount by itself, and is what is recorded', async ({
    assert,
    cleanup,
  }) => {
    const counter = await Counter.open({ taxPercent: 10, taxInclusive: false })
    const customer = await counter.customer()
    await counter.sold(customer, { package: 'Day Pass' })
    const desk = await Screen.atDesk(chromium, counter.isp)
    cleanup(() => desk.context.close())
    const dashboard = `${appUrl.protocol}//${hostOf(counter.isp.tenant)}/dashboard`
    await desk.visit(`${dashboard}/customers/${customer.id}/recharge?lang=en`)
    const invoice = desk.page.locator('#preview')
    const says = (text: string | RegExp) => invoice.getByText(text).first().waitFor()

    const weekly = await counter.package('Weekly')
    await desk.page.locator('[name=package_id]').selectOption(String(weekly.id))
    await says('৳165')
    await says(/Lost: what is left of Day Pass/)

    await desk.page.locator('[name=mode][value=add]').check()
    await says(/Kept: what is left of Day Pass/)

    await desk.page.locator('[name=discount]').pressSequentially('50')
    await says('−৳50')
    await says('৳110')
    await desk.look()
    assert.lengthOf(await counter.payments(customer), 1, 'looking records nothing')

    await invoice.locator('button[value=record]').click()
    await desk.page.waitForURL(/\/recharges\/\d+/)
    const [, payment] = await counter.payments(customer)
    assert.include(payment?.$attributes, {
      amountMinor: 11_000,
      discountMinor: 5000,
      taxMinor: 1000,
      packageName: 'Weekly',
    })
    await desk.look()
    assert.deepEqual(desk.faults, [])
  })
})
