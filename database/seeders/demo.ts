import type { ApplicationService } from '@adonisjs/core/types'
import { DateTime } from 'luxon'
import { appUrl } from '#config/app'
import env from '#start/env'
import { AddStarterPackages } from '#hotspot/packages/add_starter_packages'
import { PushGardens } from '#hotspot/walled_garden/push_gardens'
import Account from '#platform/accounts/account'
import { sealForAccount } from '#platform/accounts/sealed'
import { newTotpSecret } from '#platform/accounts/two_factor/totp'
import { countryByCode } from '#platform/signup/countries'
import { SignUp } from '#platform/signup/sign_up'
import { tenantUrl } from '#platform/tenant_url'
import { portalEntrance } from '#routers/provisioning/login_page'
import { SaveRouter } from '#routers/registration/save_router'
import Router from '#routers/router'
import { Tenancy } from '#tenancy/tenancy'
import Tenant from '#tenancy/models/tenant'

const OPERATOR = { email: 'operator@demo.test', name: 'Demo Operator' }
const ADMIN = { email: 'admin@portico.test', name: 'Platform Admin' }
const ROUTER_ADDRESS = '127.77.0.2'
const IDENTITY = 'Zone-A Hotspot'

/**
 * The demo: an ISP with packages and a virtual router, made by the same
 * actions as a real one. Run again, it keeps what is there and sets new
 * passwords, since only their hashes are stored.
 */
export async function seedDemo(app: ApplicationService, newPassword: () => string) {
  const operator = { email: OPERATOR.email, password: newPassword() }
  const admin = { email: ADMIN.email, password: newPassword() }

  const tenant = (await Tenant.findBy('slug', 'demo')) ?? (await signUp(app, operator.password))
  await setPassword(OPERATOR, operator.password, false)
  await setPassword(ADMIN, admin.password, true)
  const totpSecret = await enrolAdmin()

  const packages = await app.container.make(AddStarterPackages)
  await packages.execute(tenant)
  const { router, secret, apiPassword } = await demoRouter(app, tenant, newPassword)

  return {
    urls: {
      platform: appUrl.origin,
      admin: `${appUrl.origin}/admin`,
      demoPortal: portalEntrance(router.token),
      demoDashboard: `${tenantUrl(tenant)}/dashboard`,
    },
    logins: { admin: { ...admin, totp_secret: totpSecret }, operator },
    radius: {
      host: env.get('RADIUS_HOST'),
      auth: env.get('RADIUS_AUTH_PORT'),
      acct: env.get('RADIUS_ACCT_PORT'),
      secret,
      schema: tenant.schema,
    },
    router: {
      host: router.address,
      port: router.apiPort,
      user: router.apiUser,
      password: apiPassword,
      identity: router.identity,
      token: router.token,
    },
  }
}

async function signUp(app: ApplicationService, password: string): Promise<Tenant> {
  const action = await app.container.make(SignUp)
  const country = countryByCode('BD')
  if (!country) throw new Error('Bangladesh is missing from the countries')
  const { tenant } = await action.execute({
    ...OPERATOR,
    password,
    company: 'Demo Wi-Fi',
    subdomain: 'demo',
    country,
  })
  return tenant
}

async function setPassword(
  { email, name }: { email: string; name: string },
  password: string,
  isAdmin: boolean
): Promise<void> {
  const account = (await Account.findBy('email', email)) ?? new Account()
  const emailVerifiedAt = DateTime.utc()
  await account.merge({ email, name, password, isAdmin, emailVerifiedAt }).save()
}

/** Admins need two-factor sign-in; this one's authenticator app is a page of the stand-ins'. */
async function enrolAdmin(): Promise<string> {
  const account = await Account.findByOrFail('email', ADMIN.email)
  const secret = newTotpSecret()
  await account.merge({ totpSecret: sealForAccount(secret, account.id, 'totp') }).save()
  return secret
}

async function demoRouter(app: ApplicationService, tenant: Tenant, newPassword: () => string) {
  const tenancy = await app.container.make(Tenancy)
  const save = await app.container.make(SaveRouter)
  const known = await tenancy.run(tenant, () => Router.findBy('address', ROUTER_ADDRESS))

  const secret = known?.secret(tenant.id) ?? newPassword()
  const apiPassword = known?.apiTarget(tenant.id).password ?? newPassword()
  const router = await save.execute(
    tenant,
    {
      name: 'Zone-A Hotspot',
      address: ROUTER_ADDRESS,
      identity: IDENTITY,
      hotspotAddress: ROUTER_ADDRESS,
      radiusSecret: secret,
      apiUser: 'portico',
      apiPassword,
      apiPort: 8728,
    },
    known?.id
  )
  /** A router that joins by itself asks for it then. */
  const push = await app.container.make(PushGardens)
  await tenancy.run(tenant, () => push.execute([router.id]))
  return { router, secret, apiPassword }
}
