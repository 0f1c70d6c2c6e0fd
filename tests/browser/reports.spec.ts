import { test } from '@japa/runner'
import type { Browser } from 'playwright-core'
import { appUrl } from '#config/app'
import CashDay from '#payments/cash/cash_day'
import { booked, bookedCash, givenBack } from '#tests/functional/reports/books'
import { daysAgo } from '#tests/functional/reports/staff'
import { hostOf } from '#tests/support/browser'
import { openChromium, Screen } from '#tests/support/chromium'
import { openIsp } from '#tests/support/isp'

const LONG = {
  packageName: 'Weekend Family Package of the Northern Zone',
  amountMinor: 123_456_789,
}

let chromium: Browser

test.group('Reports, on screen', (group) => {
  group.setup(async () => {
    chromium = await openChromium()
  })

  test('a day is closed and a statement compared, in {locale}')
    .with([
      { locale: 'en', close: 'Close the day', compare: 'Compare', odd: 'Missing in our books' },
      { locale: 'bn', close: 'দিন বন্ধ করুন', compare: 'মেলান', odd: 'আমাদের হিসাবে নেই' },
    ])
    .run(async ({ assert, cleanup }, { locale, close, compare, odd }) => {
      const isp = await openIsp({ packages: false })
      const { day, noon } = daysAgo(isp, 1)
      const online = await booked(isp, { ...LONG, paidAt: noon })
      await givenBack(isp, online, { amountMinor: 5050, paidAt: noon.plus({ hours: 1 }) })
      await bookedCash(isp, isp.account, { ...LONG, paidAt: noon })

      const home = `${appUrl.protocol}//${hostOf(isp.tenant)}`
      const screen = await Screen.atDesk(chromium, isp, { locale })
      cleanup(() => screen.context.close())
      const { page } = screen

      const period = `?from=${day}&to=${day}`
      await screen.visit(`${home}/dashboard/reports?lang=${locale}`)
      await screen.visit(`${home}/dashboard/reports${period}`)
      await screen.visit(`${home}/dashboard/reports/export${period}`)
      await screen.visit(`${home}/dashboard/reports/gateways${period}`)
      const csv = `trxID,amount,fee\n${online.gatewayTransaction},1234567.89,9\nSTRANGER,5,0\n`
      await page.locator('input[type=file]').setInputFiles({
        name: 'statement.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(csv),
      })
      await screen.press(compare)
      assert.include(await screen.text(), odd)

      await screen.visit(`${home}/dashboard/reports/cash/${day}/${isp.account.id}`)
      await screen.fill(
        { counted: '1234567', note: 'A coin rolled under the counter' },
        'main form'
      )
      await screen.press(close)
      const closing = await CashDay.findByOrFail('cashier_id', isp.account.id)
      assert.equal(closing.differenceMinor, -89)
      await screen.visit(`${home}/dashboard/reports/cash${period}`)
      assert.deepEqual(screen.faults, [])
    })
})
