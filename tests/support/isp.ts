import { randomBytes, randomInt } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { AddStarterPackages } from '#hotspot/packages/add_starter_packages'
import { SaveSmsGateway } from '#messaging/save_sms_gateway'
import { SavePaymentGateway } from '#payments/accounts/save_payment_gateway'
import { SignUp } from '#platform/signup/sign_up'
import { countryByCode } from '#platform/signup/countries'
import { IssueJoining } from '#routers/provisioning/issue_joining'
import { joiningFacts } from '#routers/provisioning/joining_facts'
import { joiningScript } from '#routers/provisioning/joining_script'
import { SaveRouter } from '#routers/registration/save_router'
import type Router from '#routers/router'
import type Account from '#platform/accounts/account'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'
import { VirtualRouter } from '#tests/simulator/virtual_router'
import { SMS_ACCOUNT, world } from '#tests/support/world'

export const PASSWORD = 'correct horse battery'

/** An ISP that is ready to sell: packages, both gateways connected to the stand-ins. */
export interface Isp {
  tenant: Tenant
  account: Account
  /** Work in the tenant's scope. */
  inside: <T>(work: () => Promise<T>) => Promise<T>
}

export async function openIsp({
  packages = true,
  gateways = true,
  countryCode = 'BD',
} = {}): Promise<Isp> {
  const name = randomBytes(5).toString('hex')
  const country = countryByCode(countryCode)
  if (!country) throw new Error(`Nobody signs up in ${countryCode}`)

  const signUp = await app.container.make(SignUp)
  const { tenant, account } = await signUp.execute({
    company: `GreenNet ${name}`,
    subdomain: `green-${name}`,
    country,
    name: 'Rahim Uddin',
    email: `${name}@greennet.test`,
    password: PASSWORD,
  })
  await account.merge({ emailVerifiedAt: DateTime.utc() }).save()
  const tenancy = await app.container.make(Tenancy)
  const isp = { tenant, account, inside: <T>(work: () => Promise<T>) => tenancy.run(tenant, work) }

  if (packages) await (await app.container.make(AddStarterPackages)).execute(tenant)
  if (gateways) await connectGateways(isp)
  return isp
}

/** Own merchant, own SMS account: what one tenant does is not rationed by another. */
export async function connectGateways({ tenant, inside }: Isp): Promise<void> {
  const merchant = {
    username: `merchant-${tenant.slug}`,
    password: randomBytes(8).toString('hex'),
    appKey: randomBytes(8).toString('hex'),
    appSecret: randomBytes(16).toString('hex'),
  }
  world().bkash.control.addMerchant(merchant)

  const [payment, sms] = [
    await app.container.make(SavePaymentGateway),
    await app.container.make(SaveSmsGateway),
  ]
  await inside(async () => {
    await payment.execute(tenant, {
      provider: 'bkash',
      environment: 'sandbox',
      enabled: tenant.currency === 'BDT',
      credentials: {
        username: merchant.username,
        password: merchant.password,
        app_key: merchant.appKey,
        app_secret: merchant.appSecret,
      },
    })
    await sms.execute(tenant, {
      provider: 'bulksmsbd',
      environment: 'sandbox',
      enabled: true,
      credentials: { api_key: SMS_ACCOUNT.apiKey, sender_id: SMS_ACCOUNT.senderIds[0] },
    })
  })
}

/** Suites that run side by side (bin/local/test.mjs) have a part of the loopback network each. */
const ADDRESSES = 15_000
const firstAddress = Number(process.env.TEST_LANE ?? 0) * ADDRESSES
let nextAddress = randomInt(ADDRESSES)

/** A loopback address no other router of this run has. */
export function routerAddress(): string {
  nextAddress = firstAddress + ((nextAddress + 1) % ADDRESSES)
  return `127.78.${1 + Math.floor(nextAddress / 240)}.${1 + (nextAddress % 240)}`
}

export interface ConnectedRouter {
  router: Router
  virtual: VirtualRouter
}

/** Registers a router with an ISP; nothing answers at its address. */
export async function registerRouter({ tenant }: Isp): Promise<Router> {
  const address = routerAddress()
  const save = await app.container.make(SaveRouter)
  return save.execute(tenant, {
    name: `Zone ${address}`,
    address,
    identity: `Zone ${address}`,
    hotspotAddress: address,
    radiusSecret: randomBytes(12).toString('base64url'),
    apiUser: 'portico',
    apiPassword: 'api-password',
    apiPort: 8728,
  })
}

/** For stories of more routers than a trial may have. */
export async function mayHaveManyRouters({ tenant }: Isp): Promise<void> {
  await tenant.merge({ limitOverrides: { routers: null } }).save()
}

/** A port that refuses: a joining nobody hears of queues no push, so that tests begin with none. */
const NOBODY = 'http://127.0.0.1:9/'

/** Registers a router with an ISP and sets the virtual one up by the lines of its dashboard page. */
export async function connectRouter(isp: Isp): Promise<ConnectedRouter> {
  const { tenant } = isp
  const router = await registerRouter(isp)
  const { address } = router
  const virtual = await VirtualRouter.start({
    address,
    apiUser: 'portico',
    apiPassword: 'api-password',
  })
  const issue = await app.container.make(IssueJoining)
  const joining = await issue.execute(tenant, router.id, { hotspot: 'existing', server: null })
  const facts = { ...joiningFacts(tenant, router, joining, 7), reportUrl: NOBODY }
  const replies = await virtual.configure(joiningScript(facts))
  const failed = replies.filter((reply) => reply.failed)
  if (failed.length > 0) throw new Error(`The router refused: ${JSON.stringify(failed)}`)
  return { router, virtual }
}
