import { withoutSecrets } from '#core/http/evidence'
import type PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import type { Because } from '#payments/gateways/contract'
import { unseal } from '#tenancy/sealed'
import type { TenantScope } from '#tenancy/tenancy'

/** What was entered of an account, by its fields. @throws UnreadableSecret */
export function credentialsOf(
  tenant: TenantScope,
  { credentials }: Pick<PaymentGatewayAccount, 'credentials'>
): Record<string, string> {
  return unseal(credentials, tenant.id, 'payment credentials')
}

/** Why something did not work, to be kept and shown: a gateway may repeat what it was sent. */
export function tellable(
  { reason, detail }: Because,
  credentials: Record<string, string>
): Pick<Because, 'reason' | 'detail'> {
  return { reason, detail: withoutSecrets(detail, Object.values(credentials)) }
}
