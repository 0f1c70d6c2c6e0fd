import type { HttpContext } from '@adonisjs/core/http'
import type { DateTime } from 'luxon'
import { outgoingAddress } from '#dashboard/payment_gateways/outgoing_address'
import { smsRow, warningAt } from '#dashboard/sms_settings/sms_rows'
import { openedOrError } from '#messaging/open_sms_account'
import { reportUrl } from '#messaging/reports/report_url'
import { smsGatewayDriver } from '#messaging/gateways/registry'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import { systemClock } from '#core/clock'
import type Tenant from '#tenancy/models/tenant'
import { unseal } from '#tenancy/sealed'

/**
 * Everything the page of one SMS provider shows. Of what was entered it knows only which fields
 * were filled in. Call in the tenant's scope. @throws UnknownProvider
 */
export async function smsAccountPage({ tenant, i18n, params }: HttpContext, now: DateTime) {
  const driver = smsGatewayDriver(String(params.provider))
  const account = await SmsGatewayAccount.findBy('provider', driver.name)
  const filled = account ? filledFields(tenant, account) : new Set<string>()
  return {
    driver: { name: driver.name, label: driver.label, reaches: driver.destinations?.join(', ') },
    fields: driver.fields.map((field) => ({ ...field, isFilled: filled.has(field.key) })),
    account: account && smsRow(account, now, i18n.locale),
    currency: account?.balanceCurrency ?? null,
    warningAt: account && warningAt(account),
    reportUrl: account && takesReports(tenant, account) ? reportUrl(tenant, account) : null,
    outgoingAddress: outgoingAddress(),
  }
}

function filledFields(tenant: Tenant, { credentials }: SmsGatewayAccount): Set<string> {
  return new Set(Object.keys(unseal<object>(credentials, tenant.id, 'sms credentials')))
}

function takesReports(tenant: Tenant, account: SmsGatewayAccount): boolean {
  const gateway = openedOrError(tenant, account, systemClock)
  return !(gateway instanceof Error) && gateway.readReports !== undefined
}
