import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import type { MobileNumber } from '#core/mobile_number'
import { RecordOutcome } from '#messaging/delivery/record_outcome'
import { sendThrough } from '#messaging/delivery/send_through'
import type { SmsOutcome } from '#messaging/gateways/contract'
import { capOn, SmsAllowance, type Cap } from '#messaging/pumping/sms_allowance'
import { countSegments } from '#messaging/segments'
import type SmsGatewayAccount from '#messaging/sms_gateway_account'
import SmsMessage from '#messaging/sms_message'
import { smsText } from '#messaging/texts/sms_text'
import { chargeLimits } from '#tenancy/charge_limits'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

const AN_HOUR = 10

export type TestSent =
  { tried: true; outcome: SmsOutcome } | { tried: false; why: 'too_many' | Cap }

/**
 * Sends a message by one account and no other, while somebody waits for the answer. It stands in
 * the history and counts as any other; ten an hour are enough.
 */
@inject()
export class SendTestMessage {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private record: RecordOutcome,
    private allowance: SmsAllowance
  ) {}

  async execute(
    tenant: TenantScope,
    account: SmsGatewayAccount,
    mobile: MobileNumber,
    locale: string
  ): Promise<TestSent> {
    const limit = { key: `sms-test:${tenant.id}`, requests: AN_HOUR, duration: '1 hour' }
    if ((await chargeLimits([limit])) > 0) return { tried: false, why: 'too_many' }
    const taken = await this.allowance.take(tenant)
    const cap = capOn('test', taken)
    if (cap) {
      if (!taken.any) await this.allowance.giveBack(tenant)
      return { tried: false, why: cap }
    }

    const text = smsText('test', { tenant: tenant.name }, locale, tenant)
    const message = await this.tenancy.run(tenant, () =>
      SmsMessage.create({
        mobile,
        event: 'test',
        body: text,
        segments: countSegments(text),
        status: 'sending',
        attempts: 1,
      })
    )
    const sent = await sendThrough(tenant, account, message, text, this.clock)
    await this.tenancy.run(tenant, async () => {
      await this.record.execute(message.id, account, sent)
      if (sent.outcome.outcome === 'refused') await this.record.refusedForGood(message.id)
    })
    if (sent.outcome.outcome === 'refused') await this.allowance.giveBack(tenant)
    return { tried: true, outcome: sent.outcome }
  }
}
