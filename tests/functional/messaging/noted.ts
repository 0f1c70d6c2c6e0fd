import SmsMessage from '#messaging/sms_message'
import { mobile } from '#tests/support/fixtures'
import type { Isp } from '#tests/support/isp'

/** A message in the ISP's history, "Text n" to the n-th person, as delivery leaves it. */
export function noted(isp: Isp, n: number, about: Partial<SmsMessage> = {}): Promise<SmsMessage> {
  return isp.inside(() =>
    SmsMessage.create({
      mobile: mobile(n),
      event: 'welcome',
      body: `Text ${n}`,
      segments: 1,
      status: 'sent',
      provider: 'bulksmsbd',
      ...about,
    })
  )
}
