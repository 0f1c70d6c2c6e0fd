import type { DateTime } from 'luxon'
import { smsLabel } from '#dashboard/sms_settings/sms_rows'
import SmsGatewayAccount from '#messaging/sms_gateway_account'

export interface SmsAlert {
  kind: 'low' | 'rests'
  provider: string
  label: string
}

/** Accounts in use that need somebody: low on balance, or refusing everything. Call in scope. */
export async function smsAlertsQuery(now: DateTime): Promise<SmsAlert[]> {
  const troubled = await SmsGatewayAccount.query()
    .where('enabled', true)
    .where((query) => query.whereNotNull('low_since').orWhere('rests_until', '>', now.toJSDate()))
    .orderBy('position')
  return troubled.map(({ provider, lowSince }) => ({
    kind: lowSince ? 'low' : 'rests',
    provider,
    label: smsLabel(provider),
  }))
}
