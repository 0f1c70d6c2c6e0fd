import { createHash } from 'node:crypto'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import {
  paymentGatewayDriver,
  paymentGatewayDrivers,
  walledGardenHosts,
} from '#payments/gateways/registry'
import { type GardenWish } from '#routers/walled_garden/desired_walled_garden'
import { HOSTS_VERSION } from '#routers/walled_garden/hosts/catalogue'
import { type GardenHost } from '#routers/walled_garden/hosts/gateway_hosts'
import { readAddition } from '#routers/walled_garden/operator_hosts'
import { portalHosts } from '#routers/walled_garden/portal_hosts'
import type Tenant from '#tenancy/models/tenant'
import { tenantSettings } from '#tenancy/settings'

/** What this ISP's unpaid customers must reach: the portal, its gateways, what it added. Call in scope. */
export async function gardenWish(tenant: Tenant): Promise<GardenWish> {
  const settings = tenantSettings(tenant)
  const accounts = await PaymentGatewayAccount.query().where('enabled', true).orderBy('provider')
  return {
    gateways: accounts.map(({ provider, environment }) => ({ name: provider, environment })),
    hosts: [
      ...portalHosts(tenant.slug),
      ...accounts.flatMap(standIn),
      ...settings.walledGardenHosts.flatMap((text) => readAddition(text).host ?? []),
    ],
    layer7: settings.walledGardenLayer7,
  }
}

/** A server that takes a gateway's place, where the environment names one. */
function standIn({ provider, environment }: PaymentGatewayAccount): GardenHost[] {
  if (!paymentGatewayDrivers.some(({ name }) => name === provider)) return []
  const driver = paymentGatewayDriver(provider)
  const own = driver.hosts[environment]
  return walledGardenHosts(driver, environment)
    .filter((host) => !own.includes(host))
    .map(({ host, ports }) => ({ host, ports }))
}

/** Changes with whatever would change a push: gateways, additions, ways, versions of the lists. */
export function fingerprintOf(wish: GardenWish): string {
  return createHash('sha256')
    .update(JSON.stringify([HOSTS_VERSION, wish]))
    .digest('base64url')
    .slice(0, 16)
}
