import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import type { Browser } from 'playwright-core'
import { appUrl } from '#config/app'
import { OTP, PIN } from '#tests/standins/bkash/pay_secrets'
import type { Phone } from '#tests/simulator/hotspot/phone'
import { VirtualRouter } from '#tests/simulator/virtual_router'
import { openChromium, Screen } from '#tests/support/chromium'
import { codeSentTo } from '#tests/support/customer'
import { eventually } from '#tests/support/eventually'
import { anyMobile } from '#tests/support/guest'
import { PASSWORD, routerAddress } from '#tests/support/isp'
import { anyClientAddress } from '#tests/support/operator'
import { SMS_ACCOUNT, world } from '#tests/support/world'

const MIB = 1024n ** 2n
const GIB = 1024n ** 3n
const DESK = { viewport: { width: 1280, height: 860 } }
const PHONE = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  locale: 'en',
}

let chromium: Browser

test.group('GreenNet, in a browser', (group) => {
  group.setup(async () => {
    chromium = await openChromium()
  })

  test('from sign-up to a customer who is online, paid and suspended', async ({
    assert,
    cleanup,
  }) => {
    const desk = await Screen.open(chromium, {
      ...DESK,
      extraHTTPHeaders: { 'x-forwarded-for': anyClientAddress() },
    })
    cleanup(() => desk.context.close())
    const slug = `green-${randomBytes(5).toString('hex')}`
    const dashboard = await signUp(desk, slug)
    assert.equal(new URL(dashboard).hostname, `${slug}.${appUrl.hostname}`)
    assert.include(await desk.text(), 'Add your router')

    await connectAccounts(desk, dashboard, slug)
    const router = await addRouter(desk, dashboard)
    cleanup(() => router.stop())
    assert.match(await desk.text(), /RouterOS 7/)

    await desk.visit(`${dashboard}/packages`)
    await desk.press('Add the four example packages and a Trial')
    assert.include(await desk.text(), '5 packages were added')

    const phone = await router.addPhone()
    const portal = await joinWith(phone)
    cleanup(() => portal.context.close())
    const mobile = anyMobile()
    await proveNumber(portal, mobile)
    await eventually('online on the Trial', () => phone.online)
    assert.include(await portal.text(), 'Trial')

    await portal.press(/Buy|package/i, 'link')
    await buy(portal, 'Day Pass', mobile)
    await eventually('the new quota, but for the pages of these seconds, is on the router', () => {
      const limit = phone.session?.grant.totalLimit ?? 0n
      return limit <= 2n * GIB && limit > 2n * GIB - MIB
    })
    assert.equal(phone.session?.grant.rateLimitText, '5M/10M')
    await portal.page.getByText('Day Pass').first().waitFor()
    await portal.look()

    await phone.transfer({ down: 3n * GIB })
    await eventually('no longer online', () => !phone.online, 20)
    await eventually(
      'sent to the portal again',
      async () => {
        await portal.page.goto('http://internet.test/')
        await portal.page.waitForURL(/\/portal\//, { timeout: 3000 }).catch(() => {})
        return /\/portal\//.test(portal.page.url())
      },
      20
    )
    await portal.look()
    assert.include(await portal.text(), 'Weekly')
    assert.match(await portal.text(), /Your internet has stopped/)

    await portal.press('বাংলা', 'link')
    assert.equal(await portal.page.locator('html').getAttribute('lang'), 'bn')
    assert.match(await portal.text(), /[\u0980-\u09FF]{4}/)

    for (const page of [
      '',
      '/customers',
      '/customers/1',
      '/receipts',
      '/payments',
      '/payments/1',
      '/vouchers',
      '/messages',
      '/logs',
      '/logs?tab=suspensions',
      '/logs?tab=activity',
      '/routers',
      '/settings/profile',
    ]) {
      await desk.visit(`${dashboard}${page}`)
      assert.notInclude(await desk.text(), 'Something went wrong', page)
    }
    await desk.visit(`${dashboard}?lang=bn`)
    assert.match(await desk.text(), /[\u0980-\u09FF]{4}/)
    assert.equal([...desk.faults, ...portal.faults].join('\n'), '')
  })

  test('without JavaScript a phone gets as far, and an ISP signs up', async ({
    assert,
    cleanup,
  }) => {
    const desk = await Screen.open(chromium, {
      ...DESK,
      javaScriptEnabled: false,
      extraHTTPHeaders: { 'x-forwarded-for': anyClientAddress() },
    })
    cleanup(() => desk.context.close())
    const slug = `green-${randomBytes(5).toString('hex')}`
    const dashboard = await signUp(desk, slug)
    await connectAccounts(desk, dashboard, slug)
    const router = await addRouter(desk, dashboard)
    cleanup(() => router.stop())
    await desk.visit(`${dashboard}/packages`)
    await desk.press('Add the four example packages and a Trial')

    const phone = await router.addPhone()
    const portal = await joinWith(phone, { javaScriptEnabled: false })
    cleanup(() => portal.context.close())
    const mobile = anyMobile()
    await portal.fill({ mobile: '0171' })
    await portal.press(/code/i)
    assert.equal(
      await portal.page.locator('[name=mobile]').inputValue(),
      '0171',
      'a wrong number stays to be mended'
    )
    await proveNumber(portal, mobile)
    await eventually('online on the Trial', () => phone.online)
    assert.equal([...desk.faults, ...portal.faults].join('\n'), '')
  })
})

/** @returns the address of the dashboard */
async function signUp(desk: Screen, slug: string): Promise<string> {
  await desk.visit(appUrl.origin)
  await desk.press('Create your account', 'link')
  await desk.fill({
    company: 'GreenNet',
    subdomain: slug,
    country: 'BD',
    name: 'Rahim Uddin',
    email: `${slug}@greennet.test`,
    password: PASSWORD,
  })
  /** The packages are added later, by one click. */
  await desk.page.getByLabel('Start with the five example packages').uncheck()
  await desk.press('Create account')
  await desk.page.waitForURL(/\/dashboard$/)
  return desk.page.url()
}

/** Enters accounts at the stand-ins, as an ISP enters its own. */
async function connectAccounts(desk: Screen, dashboard: string, slug: string): Promise<void> {
  const merchant = {
    username: slug,
    password: 'a-password',
    appKey: `key-${slug}`,
    appSecret: `secret-${slug}`,
  }
  world().bkash.control.addMerchant(merchant)
  const { username, password, appKey, appSecret } = merchant
  await desk.visit(`${dashboard}/settings/gateways/payment/bkash`)
  await desk.fill({
    username,
    password,
    app_key: appKey,
    app_secret: appSecret,
    environment: 'sandbox',
  })
  await desk.press(/Connect|Save changes/)

  await desk.visit(`${dashboard}/settings/sms/bulksmsbd`)
  const sms = { api_key: SMS_ACCOUNT.apiKey, sender_id: SMS_ACCOUNT.senderIds[0] ?? '' }
  await desk.fill({ ...sms, environment: 'sandbox' })
  await desk.press(/Connect|Save changes/)
}

/** Adds a router and pastes its page's script into the router's terminal. */
async function addRouter(desk: Screen, dashboard: string): Promise<VirtualRouter> {
  const address = routerAddress()
  const router = await VirtualRouter.start({
    address,
    apiUser: 'portico',
    apiPassword: 'api-password',
  })
  await desk.visit(`${dashboard}/routers`)
  await desk.press('Add router', 'link')
  await desk.fill({
    name: 'Zone-B Hotspot',
    address,
    hotspot_address: address,
    api_user: 'portico',
    api_password: 'api-password',
  })
  await desk.press('Add router')
  await desk.press('Make the line')
  const script = await desk.page.locator('#joining-line pre').first().innerText()
  const refused = (await router.configure(script)).filter(({ failed }) => failed)
  if (refused.length > 0) throw new Error(`The router refused: ${JSON.stringify(refused)}`)
  await desk.press('Check connection')
  return router
}

/** Joins the Wi-Fi and opens any page: the router sends the phone's browser to the portal. */
async function joinWith(phone: Phone, options = {}): Promise<Screen> {
  await phone.join()
  const { origin } = phone.gateway
  const portal = await Screen.open(chromium, {
    ...PHONE,
    ...options,
    proxy: { server: `http://${origin}`, bypass: '<-loopback>' },
  })
  await portal.page.goto('http://internet.test/')
  await portal.page.waitForURL(/\/portal\//)
  await portal.look()
  return portal
}

async function proveNumber(portal: Screen, mobile: string): Promise<void> {
  await portal.fill({ mobile: mobile.replace('+88', '') })
  await portal.press(/code/i)
  await portal.fill({ code: await codeSentTo(mobile) })
  await portal.page.locator('form:has([name=code]) button').click()
  await portal.page.waitForURL(/\/online/)
  await portal.look()
}

/** Chooses a package and pays on bKash's page, by clicking. */
async function buy(portal: Screen, name: string, mobile: string): Promise<void> {
  await portal.press(new RegExp(name))
  await portal.page.waitForURL(/paymentID=/)
  await portal.fill({ wallet: mobile.replace('+88', '') })
  await portal.press('Continue')
  await portal.fill({ otp: OTP, pin: PIN })
  await portal.press(/^Pay/)
  await portal.page.waitForURL(/\/portal\//)
}
