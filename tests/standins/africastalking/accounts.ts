import { Purse } from '../sms/purse.js'

/** One app of a customer of Africa's Talking. */
export interface AtAccountOptions {
  username: string
  apiKey: string
  /** Short codes and alphanumeric senders registered for it. */
  senders?: string[]
  /** Kenyan shillings, unless a currency is given. */
  balance?: number
  pricePerSegment?: number
  currency?: string
  /** Dialling codes with a route; everywhere when left out. */
  destinations?: string[]
  /** Numbers that asked to be left alone. */
  blacklist?: string[]
  /** Its delivery report callback, as set in the dashboard. */
  callback?: string
}

export class AtAccount {
  readonly id: string
  readonly apiKey: string
  readonly purse: Purse
  readonly senders: readonly string[]
  destinations: readonly string[] | undefined
  blacklist: readonly string[]
  callback: string | undefined

  constructor(options: AtAccountOptions) {
    this.id = options.username
    this.apiKey = options.apiKey
    this.senders = options.senders ?? []
    const { balance = 1000, pricePerSegment = 0.8, currency = 'KES' } = options
    this.purse = new Purse(balance, pricePerSegment, currency)
    this.destinations = options.destinations
    this.blacklist = options.blacklist ?? []
    this.callback = options.callback
  }

  /** `KES 1785.5000`. */
  money(amount: number): string {
    return `${this.purse.currency} ${amount.toFixed(4)}`
  }
}
