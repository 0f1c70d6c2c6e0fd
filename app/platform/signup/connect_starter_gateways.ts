import { inject } from '@adonisjs/core'
import env from '#start/env'
import { SaveSmsGateway } from '#messaging/save_sms_gateway'
import { SavePaymentGateway } from '#payments/accounts/save_payment_gateway'
import { paymentGatewayDriver } from '#payments/gateways/registry'
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

    await this.tenancy.run(tenant, async () => {
      for (const [provider, save] of [
        ['bkash', this.savePaymentGateway],
        ['bulksmsbd', this.saveSmsGateway],
      ] as const) {
        const credentials = turnOf(tenant, starters.get(provider))
        if (!credentials) continue
        const enabled = provider !== 'bkash' || takesCurrencyOf(tenant, provider)
        await save.execute(tenant, { provider, environment: 'sandbox', enabled, credentials })
      }
    })
  }
}

/** What nobody here can pay by is connected for the operator to look at, and offered to nobody. */
function takesCurrencyOf({ currency }: TenantScope, provider: string): boolean {
  return paymentGatewayDriver(provider).currencies.includes(currency)
}

/**
 * Tenants take turns at the sandbox accounts: bKash rations tokens by account,
 * so one shared by all would lock everybody out.
 */
function turnOf(tenant: TenantScope, accounts: unknown): Record<string, unknown> | null {
  const turn: unknown = Array.isArray(accounts) ? accounts[tenant.id % accounts.length] : null
  return turn ? { ...turn } : null
}

function starterCredentials(): Map<string, unknown> {
  const configured = env.get('STARTER_GATEWAYS')
  if (!configured) return new Map()
  const parsed: unknown = JSON.parse(configured.release())
  return new Map(typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [])
}
