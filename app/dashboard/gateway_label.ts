import { paymentGatewayDrivers } from '#payments/gateways/registry'

/** As the provider writes itself. */
export function gatewayLabel(provider: string): string {
  return paymentGatewayDrivers.find(({ name }) => name === provider)?.label ?? provider
}
