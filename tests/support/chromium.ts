import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core'

/** Debian's Chromium, which asks nobody for anything by itself. Every *.localhost is this machine to it. */
export function openChromium(): Promise<Browser> {
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

  /** Looks at the page on a phone's and on a desk's screen, and notes what does not fit or is not said. */
  async look(): Promise<void> {
    const before = this.page.viewportSize()
    for (const width of WIDTHS) {
      await this.page.setViewportSize({ width, height: 800 })
      const wide = await this.page.evaluate<number>(
        'document.documentElement.scrollWidth - innerWidth'
      )
      if (wide > 0) this.faults.push(`${this.page.url()}: ${wide} px too wide at ${width}`)
    }
    if (before) await this.page.setViewportSize(before)

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
