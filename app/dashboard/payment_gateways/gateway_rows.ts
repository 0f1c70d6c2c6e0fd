import { Money } from '#core/money'
import { feeRate, shownFee } from '#payments/accounts/shown_fee'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import type { PaymentGatewayDriver } from '#payments/gateways/contract'
import { paymentGatewayDriver, paymentGatewayDrivers } from '#payments/gateways/registry'
import type { TenantScope } from '#tenancy/tenancy'

/** Connected gateways in the order customers see them, and those there are besides. Call in scope. */
export async function gatewayRows(tenant: TenantScope, locale: string) {
  const accounts = await PaymentGatewayAccount.query().orderBy('position').orderBy('id')
  const connected = new Set(accounts.map(({ provider }) => provider))
  return {
    connected: accounts.map((account, at) => ({
      ...rowOf(account, tenant, locale),
      isFirst: at === 0,
      isLast: at === accounts.length - 1,
    })),
    others: paymentGatewayDrivers
      .filter(({ name }) => !connected.has(name))
      .map(({ name, label, currencies }) => ({
        provider: name,
        label,
        currencies: currencies.join(', '),
        takesCurrency: currencies.includes(tenant.currency),
      })),
  }
}

function rowOf(account: PaymentGatewayAccount, tenant: TenantScope, locale: string) {
  const { provider, environment, enabled, lastCheck } = account
  const driver = paymentGatewayDriver(provider)
  return {
    provider,
    label: driver.label,
    environment,
    enabled,
    takesCurrency: driver.currencies.includes(tenant.currency),
    currencies: driver.currencies.join(', '),
    minimum: leastOf(driver, account, tenant)?.format(locale) ?? null,
    fee: feeOf(account, tenant, locale),
    lastCheck,
  }
}

/** What it is offered from: the gateway's minimum or the ISP's own, whichever is more. */
export function leastOf(
  { minimumMinor }: PaymentGatewayDriver,
  account: Pick<PaymentGatewayAccount, 'minimumMinor'> | null,
  { currency }: TenantScope
): Money | null {
  const least = minimumMinor[currency]
  return least === undefined
    ? null
    : Money.of(Math.max(least, account?.minimumMinor ?? 0), currency)
}

function feeOf(account: PaymentGatewayAccount, { currency }: TenantScope, locale: string) {
  const fee = shownFee(account, Money.of(0, currency))
  return fee && feeRate(fee, locale)
}
