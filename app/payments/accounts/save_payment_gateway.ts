import { readCredentials, type ProviderEnvironment } from '#core/http/provider'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import { keepUnchanged } from '#tenancy/keep_unchanged'
import { seal, unseal } from '#tenancy/sealed'
import type { TenantScope } from '#tenancy/tenancy'

export interface GatewayForm {
  provider: string
  environment: ProviderEnvironment
  enabled: boolean
  credentials: Record<string, unknown>
}

/**
 * Connects the ISP's account at a payment gateway, or changes it. Fields left
 * empty keep their value. Tokens of other credentials are no use any more.
 */
export class SavePaymentGateway {
  /** Call in the tenant's scope. @throws UnknownProvider, InvalidCredentials */
  async execute(tenant: TenantScope, form: GatewayForm): Promise<void> {
    const { fields } = paymentGatewayDriver(form.provider)
    const account = await PaymentGatewayAccount.findBy('provider', form.provider)
    const stored = account
      ? unseal<Record<string, unknown>>(account.credentials, tenant.id, 'payment credentials')
      : {}
    const credentials = readCredentials(fields, keepUnchanged(stored, form.credentials))
    const changed = JSON.stringify(credentials) !== JSON.stringify(stored)

    await (account ?? new PaymentGatewayAccount())
      .merge({
        provider: form.provider,
        environment: form.environment,
        enabled: form.enabled,
        credentials: seal(credentials, tenant.id, 'payment credentials'),
        ...((changed || account?.environment !== form.environment) && { tokens: null }),
      })
      .save()
  }
}
