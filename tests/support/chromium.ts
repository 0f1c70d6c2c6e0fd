import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core'
import { appUrl } from '#config/app'
import type { Isp } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'

let running: Promise<Browser> | undefined

/** One for all specs of a process, with which it ends: to start it costs more than most of them. */
export async function openChromium(): Promise<Browser> {
  if (!running || !(await running).isConnected()) running = launch()
  return running
}

/** Debian's Chromium, which asks nobody for anything by itself. Every *.localhost is this machine to it. */
function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

const WIDTHS = [360, 1280]
const DESK = { width: 1280, height: 860 }

/** Somebody at a screen, and everything that went wrong on it. */
export class Screen {
  readonly faults: string[] = []

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page
  ) {
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (error) => this.faults.push(`${page.url()}: ${error.message}`))
    page.on('console', (message) => {
      /** A form that was refused is answered 422 with the form, which Chromium notes as an error. */
      const isFault = message.type() === 'error' && !message.text().includes('status of 422')
      if (isFault) this.faults.push(`${page.url()}: ${message.text()}`)
    })
  }

  static async open(browser: Browser, options: BrowserContextOptions): Promise<Screen> {
    const context = await browser.newContext(options)
    return new Screen(context, await context.newPage())
  }

  /** An ISP's owner at a desk, signed in; the form for it is tried in sms_texts.spec.ts. */
  static async atDesk(
    browser: Browser,
    isp: Isp,
    options: BrowserContextOptions = {}
  ): Promise<Screen> {
    const visitor = await operatorOf(isp)
    const screen = await Screen.open(browser, {
      viewport: DESK,
      extraHTTPHeaders: { 'x-forwarded-for': visitor.address },
      ...options,
    })
    const url = `${appUrl.protocol}//${visitor.host}`
    const cookies = visitor.browser.cookiesOf(visitor.host).split('; ')
    await screen.context.addCookies(
      cookies.map((pair) => {
        const [name = '', ...value] = pair.split('=')
        return { name, value: value.join('='), url }
      })
    )
    return screen
  }

  /** Looks at the page on a phone's and on a desk's screen, and notes what does not fit or is not said. */
  async look(): Promise<void> {
    const before = this.page.viewportSize() ?? DESK
    const others = WIDTHS.filter((width) => width !== before.width)
    for (const width of [...others, before.width]) {
      await this.page.setViewportSize({ ...before, width })
      const wide = await this.page.evaluate<number>(
        'document.documentElement.scrollWidth - innerWidth'
      )
      if (wide > 0) this.faults.push(`${this.page.url()}: ${wide} px too wide at ${width}`)
    }

    const said = await this.page.locator('body').innerText()
    const slip = /translation missing|\[object |undefined|\bNaN\b|\{\{|\}\}|@!?[a-z.]+\(/i.exec(
      said
    )
    if (slip) this.faults.push(`${this.page.url()}: says "${slip[0]}"`)
  }

  async visit(url: string): Promise<void> {
    await this.page.goto(url)
    await this.look()
  }

  /** Clicks what leads to another page, and looks at that. */
  async press(name: string | RegExp, role: 'button' | 'link' = 'button'): Promise<void> {
    const control = this.page.getByRole(role, { name }).locator('visible=true').first()
    await Promise.all([this.page.waitForEvent('framenavigated'), control.click()])
    await this.page.waitForLoadState('load')
    await this.look()
  }

  /** Fills in the fields of a form by their names. */
  async fill(fields: Record<string, string>, form = 'form'): Promise<void> {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.page.locator(`${form} [name="${name}"]`)
      const isSelect = await field.evaluate((element) => element.tagName === 'SELECT')
      if (isSelect) await field.selectOption(value)
      else await field.fill(value)
    }
  }

  text(): Promise<string> {
    return this.page.locator('body').innerText()
  }
}
