import { createHash } from 'node:crypto'
import type { ProviderEnvironment } from '#core/http/provider'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import {
  HOSTS_VERSION,
  paymentGatewayDrivers,
  walledGardenHosts,
} from '#payments/gateways/registry'
import type { GardenGateway, GardenWish } from '#routers/walled_garden/desired_walled_garden'
import { readAddition } from '#routers/walled_garden/operator_hosts'
import { portalHosts } from '#routers/walled_garden/portal_hosts'
import type Tenant from '#tenancy/models/tenant'
import { tenantSettings } from '#tenancy/settings'

/** What this ISP's unpaid customers must reach: the portal, its gateways, what it added. Call in scope. */
export async function gardenWish(tenant: Tenant): Promise<GardenWish> {
  const settings = tenantSettings(tenant)
  const accounts = await PaymentGatewayAccount.query().where('enabled', true).orderBy('provider')
  return {
    gateways: accounts.map(({ provider, environment }) => gardenGateway(provider, environment)),
    hosts: [
      ...portalHosts(tenant.slug),
      ...settings.walledGardenHosts.flatMap((text) => readAddition(text).host ?? []),
    ],
    layer7: settings.walledGardenLayer7,
  }
}

/** Nothing for a gateway that nobody knows any more; with the server that stands in for it, if one does. */
export function gardenGateway(provider: string, environment: ProviderEnvironment): GardenGateway {
  const driver = paymentGatewayDrivers.find(({ name }) => name === provider)
  return {
    name: provider,
    hosts: driver ? walledGardenHosts(driver, environment) : [],
    layer7: driver?.layer7 ?? [],
  }
}

/** Changes with whatever would change a push: gateways, additions, ways, versions of the lists. */
export function fingerprintOf(wish: GardenWish): string {
  return createHash('sha256')
    .update(JSON.stringify([HOSTS_VERSION, wish]))
    .digest('base64url')
    .slice(0, 16)
}
