import { randomUUID } from 'node:crypto'

import { SystemClock } from '#core/clock'
import type { SmsReason } from '#messaging/gateways/contract'
import { openSmsGateway } from '#messaging/gateways/registry'
import { startAfricasTalking } from '#tests/standins/africastalking/start'
import { startInfobip } from '#tests/standins/infobip/start'
import { startSns } from '#tests/standins/sns/start'
import { startTwilio } from '#tests/standins/twilio/start'
import { startVonage } from '#tests/standins/vonage/start'

export const SECRET = 'a-secret-nobody-may-see-4711'
export const TWILIO_SID = `AC${'0123456789abcdef'.repeat(2)}`
export const OPTED_OUT = '+254722000001'

/** What the stand-ins of all of them have in common. */
export interface StandIn {
  baseUrl: string
  control: {
    messages(number?: string): { text: string; from: string; segments: string[] }[]
    calls(path: string): number
    force(fault: { path: string; mode: string; times?: number; value?: string }): unknown
    setBalance(id: string, balance: number): void
    deliver(id: string, outcome: 'sent' | 'delivered' | 'failed', code?: string): Promise<void>
  }
  stop(): Promise<void>
}

export interface Provider {
  name: string
  /** @param reports where delivery reports go that are set for the account */
  start(reports?: string): Promise<StandIn>
  credentials: Record<string, string>
  /** What its stand-in knows the account by. */
  account: string
  secretKey: string
  /** How the address of sending ends. */
  path: string
  /** Null when it cannot be asked. */
  balancePath: string | null
  currency: string
  /** What each of these is refused for; null where the provider knows no such thing. */
  foreignSender: SmsReason | null
  optedOut: SmsReason | null
  noBalance: SmsReason | null
}

export const PROVIDERS: Provider[] = [
  {
    name: 'twilio',
    start: () =>
      startTwilio({
        accounts: [
          {
            accountSid: TWILIO_SID,
            authToken: SECRET,
            senders: ['+15005550006'],
            balance: 10,
            pricePerSegment: 0.5,
            optedOut: [OPTED_OUT],
          },
        ],
      }),
    credentials: { account_sid: TWILIO_SID, auth_token: SECRET, sender: '+15005550006' },
    account: TWILIO_SID,
    secretKey: 'auth_token',
    path: 'Messages.json',
    balancePath: 'Balance.json',
    currency: 'USD',
    foreignSender: 'bad_sender',
    optedOut: 'bad_number',
    noBalance: null,
  },
  {
    name: 'vonage',
    start: (webhook) =>
      startVonage({
        accounts: [
          {
            apiKey: 'abcd1234',
            apiSecret: SECRET,
            balance: 10,
            pricePerSegment: 0.5,
            barred: [OPTED_OUT.slice(1)],
            ...(webhook ? { webhook } : {}),
          },
        ],
      }),
    credentials: { api_key: 'abcd1234', api_secret: SECRET, sender: 'GREENNET' },
    account: 'abcd1234',
    secretKey: 'api_secret',
    path: 'sms/json',
    balancePath: 'get-balance',
    currency: 'EUR',
    foreignSender: null,
    optedOut: 'bad_number',
    noBalance: 'no_balance',
  },
  {
    name: 'infobip',
    start: () =>
      startInfobip({
        accounts: [{ apiKey: SECRET, senders: ['GREENNET'], balance: 10, pricePerSegment: 0.5 }],
      }),
    credentials: { base_url: 'abc123.api.infobip.com', api_key: SECRET, sender: 'GREENNET' },
    account: SECRET,
    secretKey: 'api_key',
    path: 'sms/3/messages',
    balancePath: 'balance',
    currency: 'EUR',
    foreignSender: 'bad_sender',
    optedOut: null,
    noBalance: 'no_balance',
  },
  {
    name: 'sns',
    start: () =>
      startSns({
        accounts: [
          {
            accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
            secretAccessKey: SECRET,
            balance: 10,
            pricePerSegment: 0.5,
            optedOut: [OPTED_OUT],
          },
        ],
      }),
    credentials: {
      access_key_id: 'AKIAIOSFODNN7EXAMPLE',
      secret_access_key: SECRET,
      region: 'ap-south-1',
      sender_id: 'GREENNET',
    },
    account: 'AKIAIOSFODNN7EXAMPLE',
    secretKey: 'secret_access_key',
    path: '*',
    balancePath: null,
    currency: 'USD',
    foreignSender: null,
    optedOut: 'bad_number',
    noBalance: null,
  },
  {
    name: 'africastalking',
    start: (callback) =>
      startAfricasTalking({
        accounts: [
          {
            username: 'greennet',
            apiKey: SECRET,
            senders: ['GREENNET'],
            balance: 10,
            pricePerSegment: 0.5,
            currency: 'KES',
            blacklist: [OPTED_OUT],
            ...(callback ? { callback } : {}),
          },
        ],
      }),
    credentials: { username: 'greennet', api_key: SECRET, sender: 'GREENNET' },
    account: 'greennet',
    secretKey: 'api_key',
    path: 'version1/messaging',
    balancePath: 'version1/user',
    currency: 'KES',
    foreignSender: 'bad_sender',
    optedOut: 'bad_number',
    noBalance: 'no_balance',
  },
]

/** The account's gateway at a stand-in of its provider. */
export async function openAt(provider: Provider, change: Record<string, string> = {}, to?: string) {
  const standIn = await provider.start(to)
  const credentials = { ...provider.credentials, ...change }
  const env = { [`${provider.name.toUpperCase()}_BASE_URL`]: standIn.baseUrl }
  const clock = new SystemClock()
  const gateway = openSmsGateway({ provider: provider.name, credentials, clock }, env)
  return { standIn, gateway, stop: () => standIn.stop() }
}

export const messageId = () => randomUUID().slice(0, 13)
