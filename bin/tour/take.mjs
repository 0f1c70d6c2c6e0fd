import { chromium } from '../local/lib/chromium.mjs'
import { main } from '../local/lib/main.mjs'
import { say, step } from '../local/lib/progress.mjs'
import { upInfo } from '../local/lib/running.mjs'
import { Trouble } from '../local/lib/trouble.mjs'
import { desk, openBrowser, snap, take, takeTogether } from './lib/camera.mjs'
import { Customer } from './lib/customer.mjs'
import { newRouter } from './lib/hotspot.mjs'
import { connectRouter, signUp } from './lib/isp.mjs'

/**
 * Makes the pictures of the README's tour, in docs/tour. With `npm run up -- --detach` running:
 * `node bin/tour/take.mjs`. Each run signs up an ISP of its own with a router of its own.
 */
await main(async () => {
  const up = upInfo()
  if (!up) throw new Trouble('Portico is not running', { hint: 'run `npm run up -- --detach`' })
  const path = await chromium()
  if (!path) throw new Trouble('The pictures need Chromium')
  const router = await newRouter()
  const browser = await openBrowser(path)
  try {
    await tour(browser, up, router)
  } finally {
    await browser.close()
    router.stop()
  }
})

async function tour(browser, up, router) {
  const office = await desk(browser)
  let origin
  await step('The ISP', async () => {
    origin = await signUp(office, up.urls.platform, () => take(office, 'sign-up'))
    await connectRouter(office, origin, router)
    await office.goto(`${origin}/dashboard/packages`)
    await take(office, 'packages')
    await office.goto(`${origin}/dashboard/routers/1`)
    await take(office, 'router')
    return origin
  })

  const { phones } = await router.call(`routers/${router.address}`)
  const [first, ...others] = phones.map((phone) => new Customer(router, phone, up.urls.inbox))
  await step('Other customers', () => theOthers(browser, others))
  await step('One customer', () => oneCustomer(browser, first, office))
  await step('The office after', () => afterwards(office, origin, first))
}

/** So that the pages of the office are not empty. */
async function theOthers(browser, [second, third]) {
  for (const [customer, name, used] of [
    [second, 'Weekly', 740],
    [third, '1 Hour Browse', 85],
  ]) {
    await customer.join(browser)
    await customer.prove()
    await customer.buy(name)
    await customer.use(used)
  }
}

async function oneCustomer(browser, customer, office) {
  const row = []
  const add = async (text) => void row.push({ png: await snap(customer.page), text })
  const show = (name) => takeTogether(browser, name, row.splice(0))

  await customer.join(browser)
  await office.goto(customer.router.page)
  await take(office, 'phones', { fullPage: false })

  await customer.prove({ onNumber: () => add('The number'), onCode: () => add('The code') })
  await add('Online on the Trial')
  await show('portal-sign-in')

  await customer.buy('Day Pass', {
    onPackages: () => add('The packages'),
    onGateway: () => add('bKash (stand-in)'),
  })
  await add('Paid and online')
  await show('portal-buy')

  await customer.use(1640)
  await customer.page.reload()
  await add('Later that day')
  await customer.use(500)
  await customer.message(({ text }) => text.includes('used up'))
  await customer.open()
  await customer.page.locator('.package').first().waitFor()
  await add('The data is gone')
  await customer.page.locator('a[href*="lang=bn"], a[lang=bn]').first().click()
  await customer.page.locator('html[lang=bn]').waitFor()
  await add('The same in Bangla')
  await show('portal-suspended')
}

async function afterwards(office, origin, customer) {
  const visit = (page) => office.goto(`${origin}/dashboard/${page}`)
  await visit('')
  await take(office, 'dashboard')
  await visit('customers')
  await office.locator('main .records a[href*="/customers/"]').first().click()
  await office.waitForURL(/customers\/\d+$/)
  await take(office, 'customer', { fullPage: false })
  await visit('payments')
  await office.locator('main .records a[href*="/payments/"]').first().click()
  await office.waitForURL(/payments\/[^/]+$/)
  await office.locator('main details summary').last().click()
  await take(office, 'payment')
  await visit('routers/1/walled-garden')
  await take(office, 'walled-garden', { fullPage: false })
  await visit('routers/1/health')
  await take(office, 'router-health', { fullPage: false })
  await visit('messages')
  await take(office, 'sms-history', { fullPage: false })
  await office.goto(customer.messagesUrl)
  await take(office, 'inbox')
  say()
}
