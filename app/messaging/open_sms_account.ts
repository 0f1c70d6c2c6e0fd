import type { Clock } from '#core/clock'
import type { SmsGateway } from '#messaging/gateways/contract'
import { openSmsGateway } from '#messaging/gateways/registry'
import type SmsGatewayAccount from '#messaging/sms_gateway_account'
import { unseal } from '#tenancy/sealed'
import type { TenantScope } from '#tenancy/tenancy'

/** Opens the ISP's account for use. @throws UnreadableSecret, UnknownProvider, InvalidCredentials */
export function openSmsAccount(
  tenant: Pick<TenantScope, 'id'>,
  { provider, environment, credentials }: SmsGatewayAccount,
  clock: Clock
): SmsGateway {
  return openSmsGateway({
    provider,
    environment,
    credentials: unseal(credentials, tenant.id, 'sms credentials'),
    clock,
  })
}
