import { DateTime } from 'luxon'
import { Money } from '#core/money'
import { credentialsOf } from '#payments/accounts/account_credentials'
import { CurrencyNotTaken, MinimumTooLow, WrongEnvironment } from '#payments/accounts/errors'
import type { OpenableAccount } from '#payments/accounts/open_account'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import type { PaymentGatewayDriver } from '#payments/gateways/contract'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import type { ProviderAccountForm } from '#tenancy/provider_account'
import type { TenantScope } from '#tenancy/tenancy'

/** Of what is left out, an account keeps what it has. */
export interface PaymentGatewayForm extends ProviderAccountForm {
  /** The ISP's own minimum, in minor units of its currency; 0 leaves it to the gateway's. */
  minimumMinor?: number
  /** The fee shown, in hundredths of a percent and in minor units of the ISP's currency. */
  feeBasisPoints?: number
  feeMinor?: number
}

export interface SavedGateway {
  account: PaymentGatewayAccount
  /** As it was, when it has other credentials now. */
  before: OpenableAccount | null
  /** Are the credentials others than before, or new? */
  changed: boolean
}

/** Connects the ISP's account at a payment gateway, or changes it. */
export class SavePaymentGateway {
  /**
   * Call in the tenant's scope.
   *
   * @throws UnknownProvider, InvalidCredentials, CurrencyNotTaken, WrongEnvironment, MinimumTooLow
   */
  async execute(tenant: TenantScope, form: PaymentGatewayForm): Promise<SavedGateway> {
    const driver = paymentGatewayDriver(form.provider)
    const known = await PaymentGatewayAccount.query()
      .where('provider', form.provider)
      .forUpdate()
      .first()
    const account = known ?? new PaymentGatewayAccount()
    const { id, provider, environment, credentials } = account

    const changed = account.enter(tenant, form, driver.fields, 'payment credentials')
    checkCurrency(driver, tenant, form.enabled)
    checkEnvironment(driver, tenant, account)
    account.merge(offerOf(driver, tenant, form))
    if (!known) account.position = await nextPosition()
    if (changed) account.enteredAt = DateTime.utc()
    /**
     * A test of other credentials is worth nothing any more. Tokens are kept by what they were
     * issued for, and with them how many calls bKash has had: that must not be forgotten.
     */
    if (changed || form.environment !== environment) account.lastCheck = null
    const before = known && changed ? { id, provider, environment, credentials } : null
    return { account: await account.save(), before, changed }
  }
}

function checkCurrency(
  { label, currencies }: PaymentGatewayDriver,
  { currency }: TenantScope,
  enabled: boolean
): void {
  if (enabled && !currencies.includes(currency)) {
    throw new CurrencyNotTaken(label, currency, currencies)
  }
}

function checkEnvironment(
  { label, environmentOf }: PaymentGatewayDriver,
  tenant: TenantScope,
  account: PaymentGatewayAccount
): void {
  const told = environmentOf?.(credentialsOf(tenant, account))
  if (told && told !== account.environment) throw new WrongEnvironment(label, told)
}

function offerOf(
  { label, minimumMinor: leasts }: PaymentGatewayDriver,
  { currency }: TenantScope,
  { minimumMinor, feeBasisPoints, feeMinor }: PaymentGatewayForm
) {
  const least = leasts[currency] ?? 0
  if (minimumMinor && minimumMinor < least) {
    throw new MinimumTooLow(label, Money.of(least, currency))
  }
  const given = Object.entries({ minimumMinor, feeBasisPoints, feeMinor })
  return Object.fromEntries(given.filter(([, value]) => value !== undefined))
}

/** A new way to pay comes last. */
async function nextPosition(): Promise<number> {
  const last = await PaymentGatewayAccount.query().orderBy('position', 'desc').first()
  return last ? last.position + 1 : 0
}
