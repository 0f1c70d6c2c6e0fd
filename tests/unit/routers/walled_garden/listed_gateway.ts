import type { ProviderEnvironment } from '#core/http/provider'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import type { GardenGateway } from '#routers/walled_garden/desired_walled_garden'

/** A gateway as its folder lists it, whatever stands in for it where the tests run. */
export function listed(name: string, environment: ProviderEnvironment = 'live'): GardenGateway {
  const { hosts, layer7 = [] } = paymentGatewayDriver(name)
  return { name, hosts: hosts[environment], layer7 }
}
