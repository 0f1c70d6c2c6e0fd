import { appUrl } from '#config/app'
import type SmsGatewayAccount from '#messaging/sms_gateway_account'
import type { TenantScope } from '#tenancy/tenancy'

/** Where a provider sends its delivery reports: the host names the tenant, the token the account. */
export function reportUrl(
  { slug }: Pick<TenantScope, 'slug'>,
  { reportToken }: Pick<SmsGatewayAccount, 'reportToken'>
): string {
  return `${appUrl.protocol}//${slug}.${appUrl.host}/sms-reports/${reportToken}`
}
