import { test } from '@japa/runner'
import type { Browser } from 'playwright-core'
import { appUrl } from '#config/app'
import { Counter } from '#tests/functional/recharge/counter'
import { openChromium, Screen } from '#tests/support/chromium'
import { anyClientAddress } from '#tests/support/operator'
import { PASSWORD } from '#tests/support/isp'

let chromium: Browser

test.group('Recharge, in a browser', (group) => {
  group.setup(async () => {
    chromium = await openChromium()
    return () => chromium.close()
  })

  test('the invoice follows package, mode and discount by itself, and is what is recorded', async ({
    assert,
    cleanup,
  }) => {
    const counter = await Counter.open({ taxPercent: 10, taxInclusive: false })
    const customer = await counter.customer()
    await counter.sold(customer, { package: 'Day Pass' })
    const desk = await Screen.open(chromium, {
      viewport: { width: 1280, height: 900 },
      extraHTTPHeaders: { 'x-forwarded-for': anyClientAddress() },
    })
    cleanup(() => desk.context.close())
    await signIn(desk, counter)
    await desk.visit(`${dashboard(counter)}/customers/${customer.id}/recharge?lang=en`)
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

function dashboard({ isp }: Counter): string {
  return `${appUrl.protocol}//${isp.tenant.slug}.${appUrl.host}/dashboard`
}

async function signIn(desk: Screen, counter: Counter): Promise<void> {
  await desk.visit(dashboard(counter).replace(/dashboard$/, 'login?lang=en'))
  await desk.fill({ email: counter.isp.account.email, password: PASSWORD })
  await desk.press('Sign in')
}
