import { test } from '@japa/runner'
import type { Browser } from 'playwright-core'
import { appUrl } from '#config/app'
import { openChromium, Screen } from '#tests/support/chromium'
import { openIsp, PASSWORD } from '#tests/support/isp'
import { anyClientAddress } from '#tests/support/operator'
import { appCode } from '#tests/support/two_factor'
import { anAccount } from '#tests/functional/platform/accounts/people'
import { Mailbox } from '#tests/functional/platform/accounts/mailbox'

let chromium: Browser
let mailbox: Mailbox

const WORDS = {
  en: {
    signIn: 'Sign in',
    turnOn: 'Turn on',
    kept: 'I have kept them',
    on: 'On',
    account: 'Your account',
    confirm: 'Confirm your email',
  },
  bn: {
    signIn: 'লগ ইন',
    turnOn: 'চালু করুন',
    kept: 'রেখে দিয়েছি',
    on: 'চালু',
    account: 'আপনার অ্যাকাউন্ট',
    confirm: 'আপনার ইমেইল নিশ্চিত করুন',
  },
}

test.group('One’s own account, on screen', (group) => {
  group.setup(async () => {
    chromium = await openChromium()
    mailbox = await Mailbox.open()
    return () => mailbox.close()
  })

  test('its pages fit and speak {locale}, and two-factor sign-in is turned on and asked for')
    .with([{ locale: 'en' as const }, { locale: 'bn' as const }])
    .run(async ({ assert, cleanup }, { locale }) => {
      const say = WORDS[locale]
      const account = await anAccount({ isProven: false })
      const screen = await Screen.open(chromium, {
        locale,
        extraHTTPHeaders: { 'x-forwarded-for': anyClientAddress() },
      })
      cleanup(() => screen.context.close())

      await screen.visit(`${appUrl.origin}/forgot`)
      await screen.visit(`${appUrl.origin}/reset/nothing`)
      await screen.visit(`${appUrl.origin}/oauth/google/callback?state=x`)
      screen.faults.length = 0
      const signIn = async () => {
        await screen.visit(`${appUrl.origin}/login`)
        await screen.fill({ email: account.email, password: PASSWORD }, 'form[action="/login"]')
        await screen.press(say.signIn)
      }
      await signIn()
      for (const path of ['', '/email/confirm/nothing', '/linked', '/sessions', '/remove'])
        await screen.visit(`${appUrl.origin}/account${path}`)

      await screen.visit(`${appUrl.origin}/account/two-factor`)
      const typed = await screen.page.locator('[data-copy-text]').innerText()
      const secret = typed.replaceAll(/\s/g, '')
      const answer = { code: appCode(secret), password: PASSWORD }
      await screen.fill(answer, 'form[action="/account/two-factor"]')
      await screen.press(say.turnOn)
      await screen.press(say.kept, 'link')
      assert.include(await screen.text(), say.on)

      await screen.context.clearCookies()
      await signIn()
      await screen.fill({ code: appCode(secret, 1) }, 'form[action="/login/code"]')
      await screen.press(say.signIn)
      await screen.visit(`${appUrl.origin}/account`)
      assert.include(await screen.text(), account.email)
      assert.deepEqual(screen.faults, [])
    })

  test('the dashboard leads to it, and reminds of an e-mail that nobody has confirmed', async ({
    assert,
    cleanup,
  }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    await isp.account.merge({ emailVerifiedAt: null }).save()
    const screen = await Screen.open(chromium, {
      extraHTTPHeaders: { 'x-forwarded-for': anyClientAddress() },
    })
    cleanup(() => screen.context.close())
    await screen.visit(`${appUrl.origin}/login`)
    await screen.fill({ email: isp.account.email, password: PASSWORD }, 'form[action="/login"]')
    await screen.press('Sign in')
    assert.include(await screen.text(), 'Confirm your email')
    await screen.press('Your account', 'link')
    assert.equal(screen.page.url(), `${appUrl.origin}/account`)
    await screen.press('Send the link again')
    assert.include(await screen.text(), 'A new link is on its way')
    const link = await mailbox.link(isp.account.email, WORDS.en.confirm)
    await screen.visit(`${appUrl.origin}${link}`)
    await screen.press('Yes, this is my address')
    assert.include(await screen.text(), 'Your email is confirmed')
    assert.deepEqual(screen.faults, [])
  })
})
