import { randomBytes, randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type Package from '#hotspot/packages/package'
import { hotspotLogin } from '#routers/api/hotspot_login'
import { hotspotLogout } from '#routers/api/hotspot_logout'
import type { RouterApiTarget } from '#routers/api/router_api_target'
import { withRouterSession } from '#routers/api/router_session'
import type { Phone } from '../../simulator/hotspot/phone.js'
import { VirtualRouter } from '../../simulator/virtual_router.js'
import { setting, type Bench, type BenchEnvironment } from '../bench.js'
import { median, percentile, result } from '../measure.js'
import { Browser } from '../stage/http.js'
import { Isp, type Visitor } from '../stage/isp.js'
import { startWeb, startWorker } from '../stage/processes.js'
import { Providers } from '../stage/providers.js'
import { Tenants } from '../stage/tenants.js'

const WARM_UP = 4
const PURCHASES = 30
const PATIENCE_MS = 20_000
/** So that what follows a purchase (SMS, outbox, accounting) does not slow the next measurement. */
const REST_MS = 250
const PACKAGE = 'Day Pass'

/**
 * [payment-to-online] Milliseconds from the callback of a customer who has paid at bKash's
 * stand-in to the session on the virtual router with the new package's speed: web process,
 * worker, FreeRADIUS, Postgres, Redis, all real. Two lines: the median, and the 95th percentile.
 * Baseline: the same login of the same phone by a bare `hotspotLogin` (RouterOS API and RADIUS,
 * no web, no worker), measured after each purchase.
 */
export const paymentToOnline: Bench = {
  name: 'payment-to-online',
  describe: 'callback received to session up, against a bare login at the router, ms',

  async run(env) {
    await using stack = new AsyncDisposableStack()
    const scene = await Scene.set(env, stack)
    const measured: Measured[] = []
    for (let turn = 0; turn < WARM_UP + PURCHASES; turn++) {
      const one = await scene.purchase()
      if (turn >= WARM_UP) measured.push(one)
    }
    const online = measured.map((one) => one.online)
    const bare = measured.map((one) => one.bare)
    const answered = median(measured.map((one) => one.answered))
    env.note(`the callback itself was answered after ${answered.toFixed(0)} ms (median)`)
    return [
      result('payment-to-online', 'ms', median(online), median(bare)),
      result('payment-to-online-p95', 'ms', percentile(online, 0.95), percentile(bare, 0.95)),
    ]
  },
}

interface Measured {
  /** Milliseconds from the callback to its answer, to the session, and of the bare login. */
  answered: number
  online: number
  bare: number
}

class Scene {
  private constructor(
    private readonly isp: Isp,
    private readonly router: VirtualRouter,
    private readonly routerId: number,
    private readonly target: RouterApiTarget,
    private readonly day: Package,
    private readonly providers: Providers,
    private readonly browser: Browser
  ) {}

  static async set(env: BenchEnvironment, stack: AsyncDisposableStack): Promise<Scene> {
    const tenants = stack.use(await Tenants.open(env.app))
    const isp = await Isp.open(env.app, await tenants.add())
    const providers = stack.use(await Providers.start())
    await isp.connect(providers)
    stack.use(await startWorker(env, providers.settings))
    stack.use(await startWeb(env, providers.settings))

    const factory = routerFactory(env)
    const router = await VirtualRouter.start(factory)
    stack.defer(() => router.stop())
    const saved = await isp.addRouter({
      name: 'Bench',
      address: factory.address,
      identity: factory.identity,
      hotspotAddress: factory.address,
      radiusSecret: factory.radius.secret,
      apiUser: factory.apiUser,
      apiPassword: factory.apiPassword,
      apiPort: factory.apiPort,
    })
    const browser = stack.use(new Browser(4))
    const target = saved.apiTarget(isp.tenant.id)
    const day = await isp.package(PACKAGE)
    return new Scene(isp, router, saved.id, target, day, providers, browser)
  }

  /** A new customer comes, pays, is online; then the same login by hand. */
  async purchase(): Promise<Measured> {
    const phone = await this.router.addPhone()
    await phone.join(this.router, { probe: false })
    const ip = phone.address
    if (!ip) throw new Error('The virtual router gave the phone no address')
    const visitor = await this.isp.addVisitor({ mac: phone.mac, ip, routerId: this.routerId })
    const callback = await this.#pay(visitor)

    const begun = performance.now()
    const answer = this.browser.get(callback).then(() => performance.now() - begun)
    const online = await this.#until(phone, begun)
    const answered = await answer
    await sleep(REST_MS)

    const bare = await this.#bareLogin(visitor, phone, ip)
    await sleep(REST_MS)
    await phone.close()
    return { answered, online, bare }
  }

  /** Through the portal to the gateway's page, where the stand-in plays the customer. */
  async #pay({ portal, mobile }: Visitor): Promise<string> {
    const bought = await this.browser.post(`${portal}/buy`, { package_id: String(this.day.id) })
    const paymentId = new URL(bought.location ?? 'none:').searchParams.get('paymentID')
    if (!paymentId) throw new Error(`Buying led to ${bought.status} ${bought.location}`)
    return this.providers.bkash.complete(paymentId, 'pay', mobile)
  }

  async #bareLogin({ mac }: Visitor, phone: Phone, ip: string): Promise<number> {
    await withRouterSession(this.target, (session) => hotspotLogout(session, mac))
    await this.router.settled()
    const begun = performance.now()
    const login = withRouterSession(this.target, (session) =>
      hotspotLogin(session, { mac, user: mac, password: mac, ip })
    )
    const [millis, { outcome }] = await Promise.all([this.#until(phone, begun), login])
    if (outcome !== 'logged_in') throw new Error(`The bare login ended as ${outcome}`)
    return millis
  }

  /** Milliseconds from `begun` until the phone is through with the package's speed. */
  async #until(phone: Phone, begun: number): Promise<number> {
    const { downloadBps } = this.day
    while (phone.session?.grant.rateLimit?.tx.rate !== downloadBps) {
      if (performance.now() - begun > PATIENCE_MS) {
        throw new Error(`Not online after ${PATIENCE_MS} ms: ${await this.isp.lastSteps()}`)
      }
      await sleep(1)
    }
    return performance.now() - begun
  }
}

/** A router on an address no earlier run has used: FreeRADIUS remembers clients for a while. */
function routerFactory(env: BenchEnvironment) {
  return {
    address: `127.79.${randomInt(128, 250)}.${randomInt(2, 250)}`,
    identity: 'Bench Hotspot',
    apiPort: 8728,
    apiUser: 'portico',
    apiPassword: randomBytes(12).toString('hex'),
    profile: { 'use-radius': 'yes', 'radius-accounting': 'yes', 'login-by': 'http-pap' },
    radius: {
      address: setting(env, 'RADIUS_HOST'),
      authPort: Number(setting(env, 'RADIUS_AUTH_PORT')),
      acctPort: Number(setting(env, 'RADIUS_ACCT_PORT')),
      secret: randomBytes(12).toString('hex'),
    },
  }
}
