import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import type { Browser } from 'playwright-core'
import { appUrl } from '#config/app'
import { trustMobileNumber } from '#core/mobile_number'
import SmsMessage from '#messaging/sms_message'
import { hostOf } from '#tests/support/browser'
import { openChromium, Screen } from '#tests/support/chromium'
import { anyMobile } from '#tests/support/guest'
import { openIsp, PASSWORD, type Isp } from '#tests/support/isp'
import { anyClientAddress } from '#tests/support/operator'

let chromium: Browser

/** One that arrived, one nobody knows of, one that waits for the morning. @returns the second's id */
async function fill({ inside }: Isp): Promise<number> {
  const tries: SmsMessage['tries'] = [
    {
      provider: 'bulksmsbd',
      at: '2026-03-01T18:00:00.000Z',
      outcome: 'refused',
      reason: 'no_balance',
      detail: 'Balance insufficient (1007)',
    },
    {
      provider: 'twilio',
      at: '2026-03-01T18:00:01.000Z',
      outcome: 'unknown',
      reason: 'no_answer',
      detail: 'nothing within 10 s',
    },
  ]
  const each: Partial<SmsMessage>[] = [
    { status: 'delivered', provider: 'bulksmsbd', costMicros: 355_000, costCurrency: 'BDT' },
    { status: 'unknown', provider: 'twilio', error: 'no_answer: nothing within 10 s', tries },
    { status: 'queued', dueAt: DateTime.utc().plus({ hours: 8 }) },
  ]
  return inside(async () => {
    const made = []
    for (const about of each) {
      made.push(
        await SmsMessage.create({
          mobile: trustMobileNumber(anyMobile()),
          event: 'payment_confirmed',
          body: 'GreenNet: we received BDT 30.00 for Day Pass. It runs until 6 Mar 2026, 23:30. Enjoy.',
          segments: 1,
          ...about,
        })
      )
    }
    return made[1]?.id ?? 0
  })
}

test.group('SMS texts and history, on screen', (group) => {
  group.setup(async () => {
    chromium = await openChromium()
  })

  test('a text is previewed while it is typed, and the history is read, in {locale}')
    .with([
      { locale: 'en', slip: '৳ makes this message Unicode', fault: 'needs {code}' },
      { locale: 'bn', slip: '৳ থাকায় বার্তাটি ইউনিকোড', fault: '{code} থাকতে হবে' },
    ])
    .run(async ({ assert, cleanup }, { locale, slip, fault }) => {
      const isp = await openIsp({ packages: false })
      await isp.tenant.merge({ locale }).save()
      const unknown = await fill(isp)
      const screen = await Screen.open(chromium, {
        extraHTTPHeaders: { 'x-forwarded-for': anyClientAddress() },
      })
      cleanup(() => screen.context.close())
      const origin = `${appUrl.protocol}//${hostOf(isp.tenant)}`
      await screen.visit(`${origin}/login`)
      await screen.fill({ email: isp.account.email, password: PASSWORD }, 'form[action="/login"]')
      await Promise.all([
        screen.page.waitForURL(/\/dashboard$/),
        screen.page.locator('form[action="/login"] [type="submit"]').click(),
      ])

      await screen.visit(`${origin}/dashboard/settings/sms-texts`)
      await screen.visit(`${origin}/dashboard/settings/sms-texts/otp`)
      await screen.page.locator('[name="text_en"]').fill('{code} for ৳30')
      await screen.page.getByText(slip).waitFor()
      await screen.page.locator('[name="text_en"]').fill('Hello')
      await screen.page.getByText(fault).waitFor()
      assert.equal(await screen.page.locator('[name="text_en"]').inputValue(), 'Hello')
      await screen.look()

      await screen.visit(`${origin}/dashboard/messages`)
      await screen.visit(`${origin}/dashboard/messages/${unknown}`)
      assert.include(await screen.text(), 'Balance insufficient (1007)')
      assert.deepEqual(screen.faults, [])
    })
})
