import {
  ControlError,
  isText,
  optionalNumber,
  requireText,
  type JsonRecord,
} from '../kit/guards.js'
import { SmsRefusal } from './replies.js'

/** One customer of BulkSMSBD. */
export interface SmsAccountOptions {
  apiKey: string
  /** Digits for non-masked senders (`8809617…`); with letters it is a masked one. */
  senderIds: string[]
  /** Taka. */
  balance: number
  /** Taka for each segment and recipient. */
  pricePerSegment?: number
  /** Callers may come from anywhere when left out. */
  allowedIps?: string[]
}

const DEFAULT_PRICE_POISHA = 35

export class SmsAccount {
  readonly apiKey: string
  readonly senderIds: string[]
  allowedIps: string[] | undefined
  verified = true
  valid = true
  #poisha: number
  readonly #pricePoisha: number

  constructor(options: SmsAccountOptions) {
    this.apiKey = options.apiKey
    this.senderIds = options.senderIds
    this.allowedIps = options.allowedIps
    this.#poisha = Math.round(options.balance * 100)
    this.#pricePoisha =
      options.pricePerSegment === undefined
        ? DEFAULT_PRICE_POISHA
        : Math.round(options.pricePerSegment * 100)
  }

  /** Taka with two decimals, as the balance call shows it. */
  get balance(): string {
    return (this.#poisha / 100).toFixed(2)
  }

  /** @param taka whole or broken */
  setBalance(taka: number): void {
    this.#poisha = Math.round(taka * 100)
  }

  /** @throws SmsRefusal 1031 or 1032 when the account may not be used from there. */
  admit(remoteAddress: string): void {
    if (!this.verified) throw new SmsRefusal(1031)
    if (this.allowedIps && !this.allowedIps.includes(remoteAddress)) {
      const message = `Your ip ${remoteAddress} not Whitelisted. Please whitelist ip from Phonebook`
      throw new SmsRefusal(1032, message)
    }
  }

  /** @throws SmsRefusal 1006 when the balance has expired, 1007 when it does not suffice. */
  charge(segments: number): void {
    if (!this.valid) throw new SmsRefusal(1006)
    const price = segments * this.#pricePoisha
    if (price > this.#poisha) throw new SmsRefusal(1007)
    this.#poisha -= price
  }
}

/** @throws ControlError when the account is not described in full. */
export function parseAccount(body: JsonRecord): SmsAccountOptions {
  const { senderIds, allowedIps } = body
  if (!isTextList(senderIds)) throw new ControlError('"senderIds" must be a list of texts')
  if (allowedIps !== undefined && !isTextList(allowedIps)) {
    throw new ControlError('"allowedIps" must be a list of texts')
  }
  const pricePerSegment = optionalNumber(body, 'pricePerSegment')
  return {
    apiKey: requireText(body, 'apiKey'),
    senderIds,
    balance: optionalNumber(body, 'balance') ?? 0,
    ...(pricePerSegment === undefined ? {} : { pricePerSegment }),
    ...(allowedIps === undefined ? {} : { allowedIps }),
  }
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText)
}
