import { smsGatewayDrivers } from '#messaging/gateways/registry'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import { paymentGatewayDrivers } from '#payments/gateways/registry'

/** A card for every SMS provider there is: what its form asks for and how it stands. No secrets. */
export async function smsCards() {
  const accounts = await SmsGatewayAccount.all()
  return smsGatewayDrivers.map(({ name, label, fields }) => {
    const account = accounts.find(({ provider }) => provider === name)
    return {
      provider: name,
      label,
      fields,
      connected: account !== undefined,
      environment: account?.environment ?? 'live',
      enabled: account?.enabled ?? true,
    }
  })
}

/** As the provider writes itself. */
export function gatewayLabel(provider: string): string {
  return paymentGatewayDrivers.find(({ name }) => name === provider)?.label ?? provider
}

export function isSmsProvider(provider: string): boolean {
  return smsGatewayDrivers.some(({ name }) => name === provider)
}
