import type { Clock } from '#core/clock'
import type { SmsGateway } from '#messaging/gateways/contract'
import { openSmsGateway } from '#messaging/gateways/registry'
import type SmsGatewayAccount from '#messaging/sms_gateway_account'
import { unseal } from '#tenancy/sealed'
import type { TenantScope } from '#tenancy/tenancy'

/** Opens the ISP's account for use. @throws UnreadableSecret, UnknownProvider, InvalidCredentials */
function openSmsAccount(
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

/** …or why it cannot be opened: one account that is unusable must not keep others from work. */
export function openedOrError(
  tenant: Pick<TenantScope, 'id'>,
  account: SmsGatewayAccount,
  clock: Clock
): SmsGateway | Error {
  try {
    return openSmsAccount(tenant, account, clock)
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
}
