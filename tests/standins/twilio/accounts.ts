import { Purse } from '../sms/purse.js'

/** One customer of Twilio. */
export interface TwilioAccountOptions {
  /** `AC` and 32 hexadecimal digits. */
  accountSid: string
  authToken: string
  /** API keys of the account, `SK…`, with their secrets. */
  apiKeys?: Record<string, string>
  /** Its numbers in E.164 and its alphanumeric senders. */
  senders?: string[]
  /** Its messaging services, `MG…`, with the sender each picks. */
  messagingServices?: Record<string, string>
  /** US dollars. */
  balance?: number
  pricePerSegment?: number
  /** Dialling codes it may send to; everywhere when left out. */
  regions?: string[]
  /** Numbers that answered STOP. */
  optedOut?: string[]
  active?: boolean
}

export class TwilioAccount {
  readonly id: string
  readonly authToken: string
  readonly purse: Purse
  readonly senders: readonly string[]
  readonly messagingServices: Readonly<Record<string, string>>
  regions: readonly string[] | undefined
  optedOut: readonly string[]
  active: boolean
  readonly #apiKeys: Readonly<Record<string, string>>

  constructor(options: TwilioAccountOptions) {
    this.id = options.accountSid
    this.authToken = options.authToken
    this.#apiKeys = options.apiKeys ?? {}
    this.senders = options.senders ?? []
    this.messagingServices = options.messagingServices ?? {}
    this.purse = new Purse(options.balance ?? 100, options.pricePerSegment ?? 0.0523, 'USD')
    this.regions = options.regions
    this.optedOut = options.optedOut ?? []
    this.active = options.active ?? true
  }

  /** @param user the account's sid with its token, or an API key with its secret */
  knows(user: string, password: string): boolean {
    if (user === this.id) return password === this.authToken
    return Object.hasOwn(this.#apiKeys, user) && this.#apiKeys[user] === password
  }
}
