import { Purse } from '../sms/purse.js'

/** How an account is told of deliveries (dashboard, "Webhook format"). */
export type WebhookFormat = 'GET' | 'POST' | 'POST-JSON'

/** One customer of Vonage. */
export interface VonageAccountOptions {
  /** Eight characters. */
  apiKey: string
  apiSecret: string
  /** Euros. */
  balance?: number
  pricePerSegment?: number
  /** Dialling codes without plus it may send to; everywhere when left out. */
  destinations?: string[]
  /** Numbers that are barred, without plus. */
  barred?: string[]
  /** Where receipts go that name no address of their own. */
  webhook?: string
  webhookFormat?: WebhookFormat
  /** False when Vonage has barred the account. */
  allowed?: boolean
}

export class VonageAccount {
  readonly id: string
  readonly secret: string
  readonly purse: Purse
  destinations: readonly string[] | undefined
  barred: readonly string[]
  webhook: string | undefined
  webhookFormat: WebhookFormat
  allowed: boolean

  constructor(options: VonageAccountOptions) {
    this.id = options.apiKey
    this.secret = options.apiSecret
    this.purse = new Purse(options.balance ?? 20, options.pricePerSegment ?? 0.0333, 'EUR')
    this.destinations = options.destinations
    this.barred = options.barred ?? []
    this.webhook = options.webhook
    this.webhookFormat = options.webhookFormat ?? 'POST-JSON'
    this.allowed = options.allowed ?? true
  }
}
