import { randomBytes } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import type { MobileNumber } from '#core/mobile_number'
import { trustMobileNumber } from '#core/mobile_number'
import { SaveSmsGateway } from '#messaging/save_sms_gateway'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import SmsMessage from '#messaging/sms_message'
import { startAlpha } from '#tests/standins/alpha/start'
import { startTwilio } from '#tests/standins/twilio/start'
import { standIn } from '#tests/support/gateway_shop'
import { anyMobile } from '#tests/support/guest'
import type { Isp } from '#tests/support/isp'

/** Two providers of this test's own: no other test's messages meet their faults. */
export async function openProviders() {
  const apiKey = randomBytes(8).toString('hex')
  const accountSid = `AC${randomBytes(16).toString('hex')}`
  const authToken = randomBytes(16).toString('hex')
  const sender = '+15005550006'
  const alpha = await startAlpha({ accounts: [{ apiKey, balance: 1000 }] })
  const twilio = await startTwilio({ accounts: [{ accountSid, authToken, senders: [sender] }] })
  const undo = [
    standIn('ALPHA_BASE_URL', alpha.baseUrl),
    standIn('TWILIO_BASE_URL', twilio.baseUrl),
  ]
  return {
    alpha: alpha.control,
    twilio: twilio.control,
    apiKey,
    credentials: {
      alpha: { api_key: apiKey },
      twilio: { account_sid: accountSid, auth_token: authToken, sender },
    },
    async close() {
      for (const each of undo) each()
      await Promise.all([alpha.stop(), twilio.stop()])
    },
  }
}

export type Providers = Awaited<ReturnType<typeof openProviders>>

/** Makes these, in this order, all the SMS accounts an ISP has. */
export async function useProviders(
  { tenant, inside }: Isp,
  { credentials }: Providers,
  ...order: ('alpha' | 'twilio')[]
): Promise<void> {
  const save = await app.container.make(SaveSmsGateway)
  await inside(async () => {
    await SmsGatewayAccount.query().delete()
    for (const provider of order) {
      await save.execute(tenant, {
        provider,
        environment: 'live',
        enabled: true,
        credentials: credentials[provider],
      })
    }
  })
}

/** A message in the queue with no job behind it, so that nobody else delivers it. */
export function queuedMessage(
  { inside }: Isp,
  changes: Partial<Pick<SmsMessage, 'event' | 'sealedBody' | 'createdAt' | 'usedAt' | 'status'>> & {
    mobile?: string
  } = {}
): Promise<SmsMessage> {
  const mobile: MobileNumber = trustMobileNumber(changes.mobile ?? anyMobile())
  return inside(() =>
    SmsMessage.create({
      event: 'welcome',
      body: 'Welcome to the tests',
      segments: 1,
      status: 'queued',
      ...changes,
      mobile,
    })
  )
}
