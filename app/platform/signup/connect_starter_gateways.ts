import { inject } from '@adonisjs/core'
import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max'
import env from '#start/env'
import { smsGatewayDrivers } from '#messaging/gateways/registry'
import { SaveSmsGateway } from '#messaging/save_sms_gateway'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { SavePaymentGateway } from '#payments/accounts/save_payment_gateway'
import { paymentGatewayDrivers } from '#payments/gateways/registry'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/**
 * Lets a new ISP try everything before it has accounts of its own: the
 * platform's sandbox accounts, where it has any (STARTER_GATEWAYS, a JSON
 * object of provider to a list of credentials). They are marked sandbox and the
 * dashboard says so; entering own credentials replaces them.
 */
@inject()
export class ConnectStarterGateways {
  constructor(
    private tenancy: Tenancy,
    private savePaymentGateway: SavePaymentGateway,
    private saveSmsGateway: SaveSmsGateway
  ) {}

  /** @throws InvalidCredentials when STARTER_GATEWAYS is not what a provider takes */
  async execute(tenant: TenantScope): Promise<void> {
    const starters = starterCredentials()
    if (starters.size === 0) return

    const sms = smsStarter(tenant, starters)
    await this.tenancy.run(tenant, async () => {
      if (await hasAny()) return
      for (const provider of paymentStarters(tenant, starters)) {
        await this.savePaymentGateway.execute(tenant, starter(tenant, provider, starters))
      }
      if (sms) await this.saveSmsGateway.execute(tenant, starter(tenant, sms, starters))
    })
  }
}

/** Accounts that an ISP has are its own, or were connected a moment ago. */
async function hasAny(): Promise<boolean> {
  return Boolean((await PaymentGatewayAccount.first()) ?? (await SmsGatewayAccount.first()))
}

type Starters = ReadonlyMap<string, unknown>

/** Those that take the tenant's currency: a customer there could not pay at any other. */
function paymentStarters({ currency }: TenantScope, starters: Starters): string[] {
  return paymentGatewayDrivers
    .filter(({ name, currencies }) => starters.has(name) && currencies.includes(currency))
    .map(({ name }) => name)
}

/** One that sends to numbers of the tenant's country; rather one of that country than of all. */
function smsStarter({ country }: TenantScope, starters: Starters): string | undefined {
  const code = isSupportedCountry(country) ? `+${getCountryCallingCode(country)}` : ''
  const known = smsGatewayDrivers.filter(({ name }) => starters.has(name))
  const own = known.find(({ destinations }) => destinations?.includes(code))
  return (own ?? known.find(({ destinations }) => destinations === null))?.name
}

function starter(tenant: TenantScope, provider: string, starters: Starters) {
  const credentials = turnOf(tenant, starters.get(provider))
  return { provider, environment: 'sandbox' as const, enabled: true, credentials }
}

/**
 * Tenants take turns at the sandbox accounts: bKash rations tokens by account,
 * so one shared by all would lock everybody out.
 */
function turnOf(tenant: TenantScope, accounts: unknown): Record<string, unknown> {
  const turn: unknown = Array.isArray(accounts) ? accounts[tenant.id % accounts.length] : null
  return turn ? { ...turn } : {}
}

function starterCredentials(): Map<string, unknown> {
  const configured = env.get('STARTER_GATEWAYS')
  if (!configured) return new Map()
  const parsed: unknown = JSON.parse(configured.release())
  return new Map(typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [])
}
