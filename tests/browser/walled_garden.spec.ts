import { test } from '@japa/runner'
import type { Browser } from 'playwright-core'
import { appUrl } from '#config/app'
import { openChromium, Screen } from '#tests/support/chromium'
import { Guest, portalPage } from '#tests/support/guest'
import { connectRouter, openIsp, registerRouter } from '#tests/support/isp'
import { Purchase } from '#tests/support/purchase'

let chromium: Browser

test.group('Walled garden, in a browser', (group) => {
  group.setup(async () => {
    chromium = await openChromium()
  })

  test('an operator compares, pushes, and sees it arrive without reloading', async ({
    assert,
    cleanup,
  }) => {
    const isp = await openIsp({ packages: false })
    const { router, virtual } = await connectRouter(isp)
    cleanup(() => virtual.stop())
    const desk = await Screen.atDesk(chromium, isp)
    cleanup(() => desk.context.close())
    const origin = `http://${isp.tenant.slug}.${appUrl.host}`
    await desk.visit(`${origin}/dashboard/routers/${router.id}/walled-garden`)
    await desk.page.getByRole('button', { name: 'Compare with router' }).click()
    await desk.page.getByText(/A push would change \d+ things/).waitFor()
    await desk.look()

    virtual.faults.delayMs = 40
    await desk.page.getByRole('button', { name: 'Push to router' }).click()
    await desk.page.getByText(/\d+ of \d+ changes made/).waitFor()
    await desk.look()
    virtual.faults.delayMs = 0
    await desk.page.getByText(/\d+ added, 0 changed, 0 removed/).waitFor()
    await desk.page.getByText('Up to date').waitFor()
    await desk.look()

    await desk.visit(`${origin}/dashboard/walled-garden`)
    await desk.page.getByText('Up to date').first().waitFor()
    await desk.visit(`${origin}/dashboard/walled-garden?lang=bn`)
    assert.deepEqual(desk.faults, [])
  })

  test('the payment window fits a phone, with no script', async ({ assert, cleanup }) => {
    const isp = await openIsp()
    const person = new Guest(isp, await registerRouter(isp))
    const page = await person.comeBack()
    await Purchase.begin(person, 'Day Pass', page)
    const phone = await Screen.open(chromium, {
      viewport: { width: 360, height: 740 },
      isMobile: true,
      javaScriptEnabled: false,
    })
    cleanup(() => phone.context.close())

    await phone.page.goto(portalPage(page, '/packages'))
    await phone.page.getByRole('button', { name: 'Open the payment window' }).click()
    await phone.page.getByText('Opening the payment window').first().waitFor()
    await phone.page.getByRole('link', { name: 'Continue to payment' }).waitFor()
    assert.isAbove(await phone.page.getByRole('button', { name: 'Connect' }).count(), 0)
    assert.deepEqual(phone.faults, [])
  })
})
