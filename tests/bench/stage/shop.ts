import { randomBytes, randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type Package from '#hotspot/packages/package'
import { hotspotLogin } from '#routers/api/hotspot_login'
import { hotspotLogout } from '#routers/api/hotspot_logout'
import type { RouterApiTarget } from '#routers/api/router_api_target'
import { withRouterSession } from '#routers/api/router_session'
import type { Phone } from '../../simulator/hotspot/phone.js'
import { VirtualRouter } from '../../simulator/virtual_router.js'
import { setting, type BenchEnvironment } from '../bench.js'
import { Distance } from './distance.js'
import { Browser } from './http.js'
import { Isp, type Visitor } from './isp.js'
import { startWeb, startWorker } from './processes.js'
import { Providers } from './providers.js'
import { Tenants } from './tenants.js'

const PATIENCE_MS = 20_000
/** So that what follows a purchase (SMS, outbox, accounting) does not slow the next measurement. */
const REST_MS = 250
const PACKAGE = 'Day Pass'

export interface Purchase {
  /** Milliseconds from the callback to its answer, and to the session on the router. */
  answered: number
  online: number
  /** For a login of the same phone by hand. */
  phone: Phone
  visitor: Visitor
}

/** An ISP that sells: web process, worker, gateways, all real or standing in on sockets. */
export class Shop {
  private constructor(
    private readonly env: BenchEnvironment,
    private readonly isp: Isp,
    private readonly day: Package,
    private readonly providers: Providers,
    private readonly browser: Browser
  ) {}

  static async open(env: BenchEnvironment, stack: AsyncDisposableStack): Promise<Shop> {
    const tenants = stack.use(await Tenants.open(env.app))
    const isp = await Isp.open(env.app, await tenants.add())
    const providers = stack.use(await Providers.start())
    await isp.connect(providers)
    stack.use(await startWorker(env, providers.settings))
    stack.use(await startWeb(env, providers.settings))
    const browser = stack.use(new Browser(4))
    return new Shop(env, isp, await isp.package(PACKAGE), providers, browser)
  }

  /** @param roundTripMs how far away it is for RADIUS and API; undefined: at hand, no relay */
  async addRouter(stack: AsyncDisposableStack, roundTripMs?: number): Promise<Counter> {
    const factory = routerFactory(this.env)
    const { address, apiPort, radius } = factory
    const distance =
      roundTripMs === undefined
        ? null
        : stack.use(await Distance.put({ address, apiPort, radius }, roundTripMs))
    const router = await VirtualRouter.start({
      ...factory,
      radius: { ...radius, ...distance?.radius },
    })
    stack.defer(() => router.stop())
    const saved = await this.isp.addRouter({
      name: `Bench ${address}`,
      address,
      identity: factory.identity,
      hotspotAddress: address,
      radiusSecret: radius.secret,
      apiUser: factory.apiUser,
      apiPassword: factory.apiPassword,
      apiPort: distance?.apiPort ?? apiPort,
    })
    const { isp, day, providers, browser } = this
    const target = saved.apiTarget(isp.tenant.id)
    return new Counter({ isp, day, providers, browser }, router, saved.id, target)
  }
}

interface Selling {
  isp: Isp
  day: Package
  providers: Providers
  browser: Browser
}

/** Customers who come to one router of the shop. */
export class Counter {
  constructor(
    private readonly shop: Selling,
    private readonly router: VirtualRouter,
    private readonly routerId: number,
    private readonly target: RouterApiTarget
  ) {}

  /** A new customer comes, pays and is online. */
  async purchase(): Promise<Purchase> {
    const phone = await this.router.addPhone()
    await phone.join(this.router, { probe: false })
    const ip = phone.address
    if (!ip) throw new Error('The virtual router gave the phone no address')
    const visitor = await this.shop.isp.addVisitor({ mac: phone.mac, ip, routerId: this.routerId })
    const callback = await this.#pay(visitor)

    const begun = performance.now()
    const answer = this.shop.browser.get(callback).then(() => performance.now() - begun)
    const online = await this.#until(phone, begun)
    const answered = await answer
    await sleep(REST_MS)
    return { answered, online, phone, visitor }
  }

  /** Milliseconds that a login of that phone by hand takes. */
  async bareLogin({ phone, visitor: { mac } }: Purchase): Promise<number> {
    await withRouterSession(this.target, (session) => hotspotLogout(session, mac))
    await this.router.settled()
    const begun = performance.now()
    const login = withRouterSession(this.target, (session) =>
      hotspotLogin(session, { mac, user: mac, password: mac, ip: phone.address })
    )
    const [millis, { outcome }] = await Promise.all([this.#until(phone, begun), login])
    if (outcome !== 'logged_in') throw new Error(`The bare login ended as ${outcome}`)
    await sleep(REST_MS)
    return millis
  }

  /** Through the portal to the gateway's page, where the stand-in plays the customer. */
  async #pay({ portal, mobile }: Visitor): Promise<string> {
    const { browser, day, providers } = this.shop
    const bought = await browser.post(`${portal}/buy`, { package_id: String(day.id) })
    const paymentId = new URL(bought.location ?? 'none:').searchParams.get('paymentID')
    if (!paymentId) throw new Error(`Buying led to ${bought.status} ${bought.location}`)
    return providers.bkash.complete(paymentId, 'pay', mobile)
  }

  /** Milliseconds from `begun` until the phone is through with the package's speed. */
  async #until(phone: Phone, begun: number): Promise<number> {
    const { downloadBps } = this.shop.day
    while (phone.session?.grant.rateLimit?.tx.rate !== downloadBps) {
      if (performance.now() - begun > PATIENCE_MS) {
        throw new Error(`Not online after ${PATIENCE_MS} ms: ${await this.shop.isp.lastSteps()}`)
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
