import type { HttpContext } from '@adonisjs/core/http'
import type { DateTime } from 'luxon'
import { systemClock } from '#core/clock'
import type { ProviderCredentials } from '#core/http/provider'
import { outgoingAddress } from '#dashboard/payment_gateways/outgoing_address'
import { smsRow, warningAt } from '#dashboard/sms_settings/sms_rows'
import { openedOrError } from '#messaging/open_sms_account'
import { isOtherInUse } from '#messaging/other_in_use'
import { reportUrl } from '#messaging/reports/report_url'
import { smsGatewayDriver } from '#messaging/gateways/registry'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import type Tenant from '#tenancy/models/tenant'
import { hasFeature } from '#tenancy/plans/features'
import { unseal, UnreadableSecret } from '#tenancy/sealed'

/**
 * Everything the page of one SMS provider shows. Of the secrets that were entered it knows only
 * that they were. Call in the tenant's scope. @throws UnknownProvider
 */
export async function smsAccountPage({ tenant, i18n, params }: HttpContext, now: DateTime) {
  const driver = smsGatewayDriver(String(params.provider))
  const account = await SmsGatewayAccount.findBy('provider', driver.name)
  const entered = account ? enteredIn(tenant, account) : {}
  return {
    driver: { name: driver.name, label: driver.label, reaches: driver.destinations?.join(', ') },
    fields: driver.fields.map((field) => ({
      ...field,
      isFilled: Object.hasOwn(entered, field.key),
      value: field.secret ? '' : (entered[field.key] ?? field.default ?? ''),
    })),
    /** Another account is in use, and the plan has one. */
    isBeyondPlan:
      !account?.enabled && !hasFeature(tenant, 'smsFailover') && (await isOtherInUse(driver.name)),
    account: account && smsRow(account, now, i18n.locale),
    currency: account?.balanceCurrency ?? null,
    warningAt: account && warningAt(account),
    reportUrl: account && takesReports(tenant, account) ? reportUrl(tenant, account) : null,
    outgoingAddress: outgoingAddress(),
  }
}

/** What cannot be read any more has to be entered again. */
function enteredIn(tenant: Tenant, { credentials }: SmsGatewayAccount): ProviderCredentials {
  try {
    return unseal<ProviderCredentials>(credentials, tenant.id, 'sms credentials')
  } catch (error) {
    if (error instanceof UnreadableSecret) return {}
    throw error
  }
}

function takesReports(tenant: Tenant, account: SmsGatewayAccount): boolean {
  const gateway = openedOrError(tenant, account, systemClock)
  return !(gateway instanceof Error) && gateway.readReports !== undefined
}
