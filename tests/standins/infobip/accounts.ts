import { Purse } from '../sms/purse.js'

/** One customer of Infobip; found by its API key, as the API finds it. */
export interface InfobipAccountOptions {
  apiKey: string
  /** Registered senders; any well-formed one when left out. */
  senders?: string[]
  /** Euros. */
  balance?: number
  pricePerSegment?: number
  /** Dialling codes without plus that have a route; everywhere when left out. */
  destinations?: string[]
  /** Where reports go of messages that name no address of their own. */
  subscription?: string
  /** False for a key without the scope to send messages. */
  maySend?: boolean
}

export class InfobipAccount {
  readonly id: string
  readonly purse: Purse
  senders: readonly string[] | undefined
  destinations: readonly string[] | undefined
  subscription: string | undefined
  maySend: boolean

  constructor(options: InfobipAccountOptions) {
    this.id = options.apiKey
    this.purse = new Purse(options.balance ?? 50, options.pricePerSegment ?? 0.0415, 'EUR')
    this.senders = options.senders
    this.destinations = options.destinations
    this.subscription = options.subscription
    this.maySend = options.maySend ?? true
  }
}
