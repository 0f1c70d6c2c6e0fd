import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { DatabaseTokenCache } from '#payments/accounts/database_token_cache'
import type PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import type { PaymentGateway } from '#payments/gateways/contract'
import { openPaymentGateway } from '#payments/gateways/registry'
import { unseal } from '#tenancy/sealed'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** Opens the ISP's account at a gateway for use, with its tokens where they survive. */
@inject()
export class OpenAccount {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /** @throws UnreadableSecret, UnknownProvider, InvalidCredentials */
  execute(tenant: TenantScope, account: PaymentGatewayAccount): PaymentGateway {
    return openPaymentGateway({
      provider: account.provider,
      environment: account.environment,
      account: { tenantId: String(tenant.id), gatewayId: String(account.id) },
      credentials: unseal(account.credentials, tenant.id, 'payment credentials'),
      clock: this.clock,
      tokenCache: new DatabaseTokenCache(this.tenancy, tenant, account.id),
    })
  }
}
