import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { credentialsOf } from '#payments/accounts/account_credentials'
import { DatabaseTokenCache } from '#payments/accounts/database_token_cache'
import type PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import type { PaymentGateway } from '#payments/gateways/contract'
import { openPaymentGateway } from '#payments/gateways/registry'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** What of an account it takes to open it. */
export type OpenableAccount = Pick<
  PaymentGatewayAccount,
  'id' | 'provider' | 'environment' | 'credentials'
>

/** Opens the ISP's account at a gateway for use, with its tokens where they survive. */
@inject()
export class OpenAccount {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /** @throws UnreadableSecret, UnknownProvider, InvalidCredentials */
  execute(tenant: TenantScope, account: OpenableAccount): PaymentGateway {
    return openPaymentGateway({
      provider: account.provider,
      environment: account.environment,
      account: { tenantId: String(tenant.id), gatewayId: String(account.id) },
      credentials: credentialsOf(tenant, account),
      clock: this.clock,
      tokenCache: new DatabaseTokenCache(this.tenancy, tenant, account.id),
    })
  }
}
