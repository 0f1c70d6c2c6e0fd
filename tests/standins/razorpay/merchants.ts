import { randomBytes } from 'node:crypto'
import {
  ControlError,
  isRecord,
  optionalText,
  requireText,
  type JsonRecord,
} from '../kit/guards.js'

/** Where an account's events go; a secret of its own signs them. */
export interface WebhookTarget {
  url: string
  secret: string
  /** All when left out. */
  events?: readonly string[]
}

/** One account as its dashboard shows it. */
export interface AccountCredentials {
  keyId: string
  keySecret: string
  name?: string
  /** Whether authorised payments are captured at once; true when left out. */
  autoCapture?: boolean
  webhook?: WebhookTarget
}

export interface Merchant extends AccountCredentials {
  accountId: string
  autoCapture: boolean
}

export class Merchants {
  readonly #byKey = new Map<string, Merchant>()

  /** Adds an account, or replaces the one with the same key. @throws ControlError */
  add(credentials: AccountCredentials): Merchant {
    if (!/^rzp_(?:test|live)_\w+$/.test(credentials.keyId)) {
      throw new ControlError('"keyId" begins with rzp_test_ or rzp_live_')
    }
    const known = this.#byKey.get(credentials.keyId)
    const merchant = {
      ...credentials,
      autoCapture: credentials.autoCapture ?? true,
      accountId: known?.accountId ?? razorpayId('acc'),
    }
    this.#byKey.set(merchant.keyId, merchant)
    return merchant
  }

  byKey(keyId: string): Merchant | undefined {
    return this.#byKey.get(keyId)
  }
}

/** `pay_29QQoUBi66xm2f`: a kind and 14 letters and digits. */
export function razorpayId(kind: string): string {
  const letters = randomBytes(24).toString('base64').replace(/[+/=]/g, '')
  return `${kind}_${letters.slice(0, 14).padEnd(14, '0')}`
}

/** @throws ControlError when a credential is missing or wrong. */
export function parseMerchant(body: JsonRecord): AccountCredentials {
  const name = optionalText(body, 'name')
  return {
    keyId: requireText(body, 'keyId'),
    keySecret: requireText(body, 'keySecret'),
    ...(name === undefined ? {} : { name }),
    ...(typeof body.autoCapture === 'boolean' ? { autoCapture: body.autoCapture } : {}),
    ...(body.webhook === undefined ? {} : { webhook: parseWebhook(body.webhook) }),
  }
}

function parseWebhook(value: unknown): WebhookTarget {
  if (!isRecord(value)) throw new ControlError('"webhook" must be an object')
  return { url: requireText(value, 'url'), secret: requireText(value, 'secret') }
}
