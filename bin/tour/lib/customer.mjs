import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Trouble } from '../../local/lib/trouble.mjs'
import { pocket } from './camera.mjs'

const nothing = async () => {}

/** A person with a virtual phone and a number of their own. */
export class Customer {
  mobile = `017${randomInt(10_000_000, 100_000_000)}`

  constructor(router, phone, inbox) {
    this.router = router
    this.phone = phone
    this.inbox = inbox
  }

  /** Where a person sees the SMS that this number was sent. */
  get messagesUrl() {
    return `${this.inbox}?number=${encodeURIComponent(`+88${this.mobile}`)}`
  }

  /** Joins the Wi-Fi and opens a browser that goes through it. */
  async join(browser) {
    await this.router.call(`phones/${this.phone.id}/join`, {})
    this.page = await pocket(browser, this.phone.gateway)
    await this.open()
  }

  /** Any plain address; the router decides where it leads. */
  async open() {
    await this.page.goto('http://internet.test/')
  }

  /** The number, the code from the SMS, and online on the Trial. */
  async prove({ onNumber = nothing, onCode = nothing } = {}) {
    await this.page.fill('[name=mobile]', this.mobile)
    await onNumber()
    await this.page.click('button.button')
    await this.page.locator('[name=code]').waitFor()
    await this.page.fill('[name=code]', await this.#code())
    await onCode()
    await this.page.click('button.button')
    await this.online('Trial')
  }

  async #code() {
    const { code } = await this.message(({ code }) => code)
    return code
  }

  /** The latest SMS to this number that is `wanted`, waited for. */
  async message(wanted) {
    const url = this.messagesUrl.replace('?', '.json?')
    for (let tries = 0; tries < 60; tries++, await sleep(250)) {
      const { messages } = await (await fetch(url)).json()
      const found = messages.find(wanted)
      if (found) return found
    }
    throw new Trouble(`The SMS to ${this.mobile} did not come`, { hint: 'is the worker running?' })
  }

  /** Chooses a package and pays it at the stand-in of bKash. */
  async buy(name, { onPackages = nothing, onGateway = nothing } = {}) {
    const { page } = this
    await page.locator('a.button').click()
    await page.locator('h2', { hasText: name }).waitFor()
    await onPackages()
    await page.locator('button', { hasText: name }).click()
    await page.locator('button.method', { hasText: 'bKash' }).click()
    await page.fill('[name=wallet]', this.mobile)
    await onGateway()
    await page.click('button[value=wallet]')
    await page.fill('[name=otp]', '123456')
    await page.fill('[name=pin]', '12121')
    await page.click('button[value=pay]')
    await this.online(name)
  }

  async online(name) {
    await this.page.locator('.ok').waitFor()
    await this.page.locator('dd b', { hasText: name }).first().waitFor()
  }

  /** Uses data, mostly download, and lets the router report it. */
  async use(megabytes) {
    const octets = BigInt(megabytes) * 1024n * 1024n
    const [down, up] = [(octets * 9n) / 10n, octets / 10n].map(String)
    await this.router.call(`phones/${this.phone.id}/transfer`, { down, up })
    const { address } = this.router
    await this.router.call(`routers/${address}/clock`, { advanceSeconds: 121 })
    await this.router.call(`routers/${address}/settle`, {})
  }
}
