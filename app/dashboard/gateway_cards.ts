import type { ProviderField } from '#core/http/provider'
import { smsGatewayDrivers } from '#messaging/gateways/registry'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { paymentGatewayDrivers } from '#payments/gateways/registry'

interface Driver {
  name: string
  label: string
  fields: readonly ProviderField[]
}

/** A card for every provider there is: what its form asks for and how it stands. No secrets. */
export async function gatewayCards() {
  const [payment, sms] = [await PaymentGatewayAccount.all(), await SmsGatewayAccount.all()]
  return {
    payment: paymentGatewayDrivers.map((driver) => card(driver, payment)),
    sms: smsGatewayDrivers.map((driver) => card(driver, sms)),
  }
}

/** As the provider writes itself. */
export function gatewayLabel(provider: string): string {
  return paymentGatewayDrivers.find(({ name }) => name === provider)?.label ?? provider
}

/** Is there such a provider of such a kind? */
export function isProvider(kind: string, provider: string): boolean {
  const drivers: readonly Driver[] = kind === 'sms' ? smsGatewayDrivers : paymentGatewayDrivers
  return drivers.some(({ name }) => name === provider)
}

function card(
  { name, label, fields }: Driver,
  accounts: readonly { provider: string; environment: string; enabled: boolean }[]
) {
  const account = accounts.find(({ provider }) => provider === name)
  return {
    provider: name,
    label,
    fields,
    connected: account !== undefined,
    environment: account?.environment ?? 'live',
    enabled: account?.enabled ?? true,
  }
}
