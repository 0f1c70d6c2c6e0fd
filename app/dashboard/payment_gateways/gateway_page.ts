import type { HttpContext } from '@adonisjs/core/http'
import { Money } from '#core/money'
import { leastOf } from '#dashboard/payment_gateways/gateway_rows'
import { outgoingAddress } from '#dashboard/payment_gateways/outgoing_address'
import { credentialsOf } from '#payments/accounts/account_credentials'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import type { PaymentGatewayDriver } from '#payments/gateways/contract'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import { tenantUrl } from '#platform/tenant_url'
import type Tenant from '#tenancy/models/tenant'

/**
 * Everything the page of one gateway shows. Of what was entered it knows only which fields
 * were filled in. Call in the tenant's scope.
 *
 * @throws UnknownProvider
 */
export async function gatewayPage({ tenant, i18n, params }: HttpContext) {
  const driver = paymentGatewayDriver(String(params.provider))
  const account = await PaymentGatewayAccount.findBy('provider', driver.name)
  const filled = new Set(account ? Object.keys(credentialsOf(tenant, account)) : [])
  return {
    driver,
    account,
    takesCurrency: driver.currencies.includes(tenant.currency),
    currencies: driver.currencies.join(', '),
    fields: driver.fields.map((field) => ({
      ...field,
      hint: hintOf(driver, field, i18n),
      isFilled: filled.has(field.key),
    })),
    values: valuesOf(account, tenant.currency),
    least: leastOf(driver, null, tenant)?.format(i18n.locale) ?? null,
    noticeUrl: driver.notices ? noticeUrlOf(tenant, driver) : null,
    callbackUrl: `${tenantUrl(tenant)}/callbacks/${driver.callbackName ?? driver.name}/`,
    noticeSecretMissing: missesNoticeSecret(driver, account, filled),
    outgoingAddress: outgoingAddress(),
    guide: i18n.t(`gateways.guide.${driver.name}`, {}, i18n.t('gateways.guide.none')),
  }
}

/** Where this gateway's servers tell this ISP of payments. */
export function noticeUrlOf(tenant: Tenant, { name }: Pick<PaymentGatewayDriver, 'name'>): string {
  return `${tenantUrl(tenant)}/notices/${name}`
}

/** In the page's language; what a new gateway's folder says until it is translated. */
function hintOf(
  { name }: PaymentGatewayDriver,
  { key, hint = '' }: PaymentGatewayDriver['fields'][number],
  i18n: HttpContext['i18n']
): string {
  return i18n.t(`gateways.hint.${name}.${key}`, {}, hint)
}

/** As they stand in the form; what is 0 is left empty. */
function valuesOf(account: PaymentGatewayAccount | null, currency: string) {
  const amount = (minor = 0) => (minor > 0 ? Money.of(minor, currency).toDecimal() : '')
  const points = account?.feeBasisPoints ?? 0
  return {
    minimum: amount(account?.minimumMinor),
    feePercent: points > 0 ? String(points / 100) : '',
    feeFixed: amount(account?.feeMinor),
  }
}

function missesNoticeSecret(
  { notices, noticeSecret }: PaymentGatewayDriver,
  account: PaymentGatewayAccount | null,
  filled: ReadonlySet<string>
): boolean {
  return Boolean(account && notices && noticeSecret && !filled.has(noticeSecret))
}
