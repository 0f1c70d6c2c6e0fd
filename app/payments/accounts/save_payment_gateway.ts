import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import type { ProviderAccountForm } from '#tenancy/provider_account'
import type { TenantScope } from '#tenancy/tenancy'

/** Connects the ISP's account at a payment gateway, or changes it. */
export class SavePaymentGateway {
  /** Call in the tenant's scope. @throws UnknownProvider, InvalidCredentials */
  async execute(tenant: TenantScope, form: ProviderAccountForm): Promise<void> {
    const { fields } = paymentGatewayDriver(form.provider)
    const known = await PaymentGatewayAccount.findBy('provider', form.provider)
    const account = known ?? new PaymentGatewayAccount()
    const { environment } = account
    const changed = account.enter(tenant, form, fields, 'payment credentials')
    /** Tokens of other credentials are no use any more. */
    if (changed || form.environment !== environment) account.tokens = null
    await account.save()
  }
}
