import { splitIntoSegments } from '../inbox/segments.js'
import {
  ControlError,
  isText,
  optionalNumber,
  optionalText,
  requireText,
  type JsonRecord,
} from '../kit/guards.js'

/** One customer of an SMS provider that is paid in advance. */
export interface PrepaidOptions {
  /** The provider's key or token. */
  apiKey: string
  /** Where the provider asks for a login beside the key. */
  userName?: string
  /** Approved senders: masked names and numbers alike. */
  senderIds?: string[]
  /** Taka. */
  balance: number
  /** Taka for each segment and recipient. */
  pricePerSegment?: number
  /** Callers may come from anywhere when left out. */
  allowedIps?: string[]
}

const DEFAULT_PRICE_TAKA = 0.35

export class PrepaidAccount {
  readonly apiKey: string
  readonly userName: string
  readonly senderIds: readonly string[]
  #poisha: number
  readonly #pricePoisha: number
  readonly #allowedIps: readonly string[] | undefined

  constructor(options: PrepaidOptions) {
    this.apiKey = options.apiKey
    this.userName = options.userName ?? ''
    this.senderIds = options.senderIds ?? []
    this.#poisha = Math.round(options.balance * 100)
    this.#pricePoisha = Math.round((options.pricePerSegment ?? DEFAULT_PRICE_TAKA) * 100)
    this.#allowedIps = options.allowedIps
  }

  /** Poisha. */
  get balance(): number {
    return this.#poisha
  }

  /** @param taka whole or broken */
  setBalance(taka: number): void {
    this.#poisha = Math.round(taka * 100)
  }

  admits(remoteAddress: string): boolean {
    return this.#allowedIps?.includes(remoteAddress) ?? true
  }

  /** @returns poisha for one recipient, taken for all of them; undefined when that is too much. */
  charge(text: string, recipients: number): number | undefined {
    const each = splitIntoSegments(text).parts.length * this.#pricePoisha
    if (each * recipients > this.#poisha) return undefined
    this.#poisha -= each * recipients
    return each
  }
}

/** @throws ControlError when the account is not described in full. */
export function parsePrepaid(body: JsonRecord): PrepaidOptions {
  const options = {
    userName: optionalText(body, 'userName'),
    senderIds: optionalTexts(body, 'senderIds'),
    pricePerSegment: optionalNumber(body, 'pricePerSegment'),
    allowedIps: optionalTexts(body, 'allowedIps'),
  }
  return {
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    apiKey: requireText(body, 'apiKey'),
    balance: optionalNumber(body, 'balance') ?? 0,
  }
}

function optionalTexts(body: JsonRecord, field: string): string[] | undefined {
  const value = body[field]
  if (value === undefined) return undefined
  if (!Array.isArray(value) || !value.every(isText)) {
    throw new ControlError(`"${field}" must be a list of texts`)
  }
  return value
}
