import type { Clock } from '#core/clock'
import type { SmsOutcome } from '#messaging/gateways/contract'
import { hideCode } from '#messaging/hide_code'
import { openedOrError } from '#messaging/open_sms_account'
import { reportUrl } from '#messaging/reports/report_url'
import type SmsGatewayAccount from '#messaging/sms_gateway_account'
import type SmsMessage from '#messaging/sms_message'
import type { TenantScope } from '#tenancy/tenancy'

export interface Sent {
  outcome: SmsOutcome
  /** It does not tell what became of the message, but it can be asked. */
  isPolled: boolean
}

/** Sends a message by one account. Outside any transaction. */
export async function sendThrough(
  tenant: TenantScope,
  account: SmsGatewayAccount,
  { id, mobile, body }: SmsMessage,
  text: string,
  clock: Clock
): Promise<Sent> {
  const gateway = openedOrError(tenant, account, clock)
  if (gateway instanceof Error) return { outcome: unusable(gateway), isPolled: false }

  const outcome = await gateway.send({
    to: mobile,
    text,
    messageId: `${tenant.id}-${id}`,
    ...(gateway.readReports && { statusUrl: reportUrl(tenant, account) }),
  })
  return { outcome: hideCode(outcome, body, text), isPolled: gateway.pollReports !== undefined }
}

function unusable({ message }: Error): SmsOutcome {
  return {
    outcome: 'refused',
    reason: 'bad_credentials',
    detail: message,
    retryableElsewhere: true,
    evidence: [],
  }
}
