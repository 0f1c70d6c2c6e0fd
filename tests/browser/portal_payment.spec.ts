import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import type { Browser } from 'playwright-core'
import { SavePaymentGateway } from '#payments/accounts/save_payment_gateway'
import { openChromium, Screen } from '#tests/support/chromium'
import { Guest, portalPage } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'

let chromium: Browser
let isp: Isp

test.group('The payment page, on a small phone without scripts', (group) => {
  group.setup(async () => {
    chromium = await openChromium()
    isp = await openIsp()
    const save = await app.container.make(SavePaymentGateway)
    await isp.inside(() =>
      save.execute(isp.tenant, {
        provider: 'sslcommerz',
        environment: 'sandbox',
        enabled: true,
        credentials: { store_id: 'shop', store_password: 'secret' },
      })
    )
  })

  test('in {lang}: choose a way to pay, leave, come back, change, cancel')
    .with([
      {
        lang: 'en',
        choose: /Choose.*Day Pass/,
        way: 'Pay with bKash',
        again: 'Go on with this payment',
        help: 'The payment page does not open?',
        send: /Send the link by SMS/,
        goOn: 'Go on to bKash',
        cancelled: 'The payment was cancelled.',
      },
      {
        lang: 'bn',
        choose: /এটি নিন.*Day Pass/,
        way: 'bKash দিয়ে টাকা দিন',
        again: 'এই পেমেন্টেই এগিয়ে যান',
        help: 'পেমেন্টের পাতা খুলছে না?',
        send: /এসএমএসে লিংক পাঠান/,
        goOn: 'bKash এ যান',
        cancelled: 'পেমেন্ট বাতিল করা হয়েছে।',
      },
    ])
    .run(async ({ assert, cleanup }, words) => {
      const guest = new Guest(isp, await registerRouter(isp))
      const packages = portalPage(await guest.comeBack(), '/packages').replace(
        'lang=en',
        `lang=${words.lang}`
      )
      const phone = await Screen.open(chromium, {
        viewport: { width: 360, height: 740 },
        isMobile: true,
        javaScriptEnabled: false,
      })
      cleanup(() => phone.context.close())

      const { page } = phone
      const tap = (name: string | RegExp, role: 'button' | 'link' = 'button') =>
        page.getByRole(role, { name }).first().click()

      await page.goto(packages)
      await tap(words.choose)
      await page.locator('button.method').nth(1).waitFor()
      await phone.look()
      await tap(new RegExp(words.way))
      await page.getByRole('button', { name: 'Cancel' }).waitFor()

      await page.goto(packages)
      await tap(words.again, 'link')
      await tap(words.help, 'link')
      await tap(words.send)
      await page.locator('.notice-success').waitFor()
      await phone.look()
      await tap(words.goOn, 'link')
      await tap('Cancel')
      await page.getByText(words.cancelled).waitFor()
      await phone.look()
      assert.deepEqual(phone.faults, [])
    })
})
