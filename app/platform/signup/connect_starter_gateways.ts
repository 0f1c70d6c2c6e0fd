import env from '#start/env'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import { smsGatewayDriver } from '#messaging/gateways/registry'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import { readCredentials } from '#core/http/provider'
import { inject } from '@adonisjs/core'
import { seal } from '#tenancy/sealed'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/**
 * Lets a new ISP try everything before it has accounts of its own: the
 * platform's sandbox accounts, where it has any (STARTER_GATEWAYS, a JSON
 * object of provider to a list of credentials). They are marked sandbox and the
 * dashboard says so; entering own credentials replaces them.
 */
@inject()
export class ConnectStarterGateways {
  constructor(private tenancy: Tenancy) {}

  async execute(tenant: TenantScope): Promise<void> {
    const starters = starterCredentials()
    if (starters.size === 0) return

    await this.tenancy.run(tenant, async () => {
      const bkash = turnOf(tenant, starters.get('bkash'))
      if (bkash) {
        const credentials = readCredentials(paymentGatewayDriver('bkash').fields, bkash)
        await PaymentGatewayAccount.create({
          provider: 'bkash',
          environment: 'sandbox',
          enabled: true,
          position: 0,
          credentials: seal(credentials, tenant.id, 'payment credentials'),
        })
      }
      const bulksmsbd = turnOf(tenant, starters.get('bulksmsbd'))
      if (bulksmsbd) {
        const credentials = readCredentials(smsGatewayDriver('bulksmsbd').fields, bulksmsbd)
        await SmsGatewayAccount.create({
          provider: 'bulksmsbd',
          environment: 'sandbox',
          enabled: true,
          position: 0,
          credentials: seal(credentials, tenant.id, 'sms credentials'),
        })
      }
    })
  }
}

/**
 * Tenants take turns at the sandbox accounts: bKash rations tokens by account,
 * so one shared by all would lock everybody out.
 */
function turnOf(tenant: TenantScope, accounts: unknown): unknown {
  return Array.isArray(accounts) ? accounts[tenant.id % accounts.length] : undefined
}

function starterCredentials(): Map<string, unknown> {
  const configured = env.get('STARTER_GATEWAYS')
  if (!configured) return new Map()
  const parsed: unknown = JSON.parse(configured.release())
  return new Map(typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [])
}
