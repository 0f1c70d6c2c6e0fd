import { readCredentials, type ProviderEnvironment } from '#core/http/provider'
import { smsGatewayDriver } from '#messaging/gateways/registry'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import { keepUnchanged } from '#tenancy/keep_unchanged'
import { seal, unseal } from '#tenancy/sealed'
import type { TenantScope } from '#tenancy/tenancy'

export interface SmsGatewayForm {
  provider: string
  environment: ProviderEnvironment
  enabled: boolean
  credentials: Record<string, unknown>
}

/** Connects the ISP's account at an SMS provider, or changes it. Fields left empty keep their value. */
export class SaveSmsGateway {
  /** Call in the tenant's scope. @throws UnknownProvider, InvalidCredentials */
  async execute(tenant: TenantScope, form: SmsGatewayForm): Promise<void> {
    const { fields } = smsGatewayDriver(form.provider)
    const account = await SmsGatewayAccount.findBy('provider', form.provider)
    const stored = account
      ? unseal<Record<string, unknown>>(account.credentials, tenant.id, 'sms credentials')
      : {}
    const credentials = readCredentials(fields, keepUnchanged(stored, form.credentials))

    await (account ?? new SmsGatewayAccount())
      .merge({
        provider: form.provider,
        environment: form.environment,
        enabled: form.enabled,
        credentials: seal(credentials, tenant.id, 'sms credentials'),
      })
      .save()
  }
}
