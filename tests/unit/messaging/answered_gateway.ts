import { FrozenClock } from '#core/clock'
import { HttpAnswer } from '#core/http/outbound_answer'
import type { OutboundRequest } from '#core/http/outbound_request'
import { trustMobileNumber } from '#core/mobile_number'
import type { SmsGateway, SmsOutcome } from '#messaging/gateways/contract'
import { smsGatewayDriver } from '#messaging/gateways/registry'

/** What a provider says: a text, or what it puts into JSON. */
export type Said = string | Record<string, unknown> | readonly unknown[]

export interface Answered {
  gateway: SmsGateway
  requests: OutboundRequest[]
}

export const SECRET = 'what-nobody-may-see'

export const MESSAGE = {
  to: trustMobileNumber('+8801770618575'),
  text: 'Your code is 1234',
  messageId: '12-3456',
}

/** An account at a provider that answers everything alike. */
export function answered(
  provider: string,
  credentials: Record<string, string>,
  said: Said,
  status = 200
): Answered {
  const requests: OutboundRequest[] = []
  const body = typeof said === 'string' ? said : JSON.stringify(said)
  const gateway = smsGatewayDriver(provider).open({
    credentials,
    baseUrl: 'https://sms.example.net',
    clock: new FrozenClock(),
    http: {
      send: async (request) => {
        requests.push(request)
        return new HttpAnswer(status, {}, body)
      },
    },
  })
  return { gateway, requests }
}

/** The outcome in one word or two: `accepted 8812`, `refused bad_number`, `unknown`. */
export function inShort(outcome: SmsOutcome): string {
  if (outcome.outcome === 'accepted') return `accepted ${outcome.providerId ?? '-'}`
  return outcome.outcome === 'refused' ? `refused ${outcome.reason}` : 'unknown'
}
