import { randomBytes, randomInt } from 'node:crypto'
import type Package from '#hotspot/packages/package'
import type { BenchEnvironment } from '../bench.js'
import { rate } from '../measure.js'
import { Browser } from './http.js'
import { Isp } from './isp.js'
import { startWeb } from './processes.js'
import { Providers } from './providers.js'
import { Tenants } from './tenants.js'

const PACKAGE = 'Day Pass'
const AT_ONCE = 4

/** An ISP that sells and has no router: web process, Postgres and bKash's stand-in. */
export class Till {
  private constructor(
    private readonly isp: Isp,
    private readonly day: Package,
    private readonly providers: Providers,
    private readonly browser: Browser
  ) {}

  static async open(env: BenchEnvironment, stack: AsyncDisposableStack): Promise<Till> {
    const tenants = stack.use(await Tenants.open(env.app))
    const isp = await Isp.open(env.app, await tenants.add())
    const providers = stack.use(await Providers.start())
    await isp.connect(providers)
    stack.use(await startWeb(env, providers.settings))
    const browser = stack.use(new Browser(120))
    return new Till(isp, await isp.package(PACKAGE), providers, browser)
  }

  /** Customers who have paid at bKash and are on their way back. @returns their callbacks */
  async paying(count: number): Promise<string[]> {
    const callbacks: string[] = []
    await rate(count, AT_ONCE, async () => void callbacks.push(await this.#pay()))
    return callbacks
  }

  async callback(url: string): Promise<void> {
    const { status } = await this.browser.get(url)
    if (status !== 302) throw new Error(`A callback was answered by ${status}`)
  }

  credited(): Promise<number> {
    return this.isp.credited()
  }

  async #pay(): Promise<string> {
    const mac = randomBytes(5).toString('hex').match(/../g)?.join(':') ?? ''
    const phone = { mac: `02:${mac}`.toUpperCase(), ip: '10.5.50.9', routerId: randomInt(1, 9) }
    const { portal, mobile } = await this.isp.addVisitor(phone)
    const bought = await this.browser.post(`${portal}/buy`, { package_id: String(this.day.id) })
    const paymentId = new URL(bought.location ?? 'none:').searchParams.get('paymentID')
    if (!paymentId) throw new Error(`Buying led to ${bought.status} ${bought.location}`)
    return this.providers.bkash.complete(paymentId, 'pay', mobile)
  }
}
