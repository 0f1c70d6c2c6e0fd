import { smsGatewayDriver } from '#messaging/gateways/registry'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import type { ProviderAccountForm } from '#tenancy/provider_account'
import type { TenantScope } from '#tenancy/tenancy'

/** Connects the ISP's account at an SMS provider, or changes it. */
export class SaveSmsGateway {
  /** Call in the tenant's scope. @throws UnknownProvider, InvalidCredentials */
  async execute(tenant: TenantScope, form: ProviderAccountForm): Promise<void> {
    const { fields } = smsGatewayDriver(form.provider)
    const known = await SmsGatewayAccount.findBy('provider', form.provider)
    const account = known ?? new SmsGatewayAccount()
    account.enter(tenant, form, fields, 'sms credentials')
    await account.save()
  }
}
