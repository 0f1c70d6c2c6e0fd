import { ControlError, optionalText, requireText, type JsonRecord } from '../kit/guards.js'

/** One app of the Daraja portal with the one shortcode that went live on it. */
export interface ShortcodeCredentials {
  consumerKey: string
  consumerSecret: string
  /** The paybill; for buy-goods the store's (head office) number. */
  shortcode: string
  passkey: string
  /** The till that buy-goods payments go to; without it the shortcode is a paybill. */
  till?: string
  /** Shown on the handset; the shortcode when left out. */
  name?: string
}

export interface Merchant extends ShortcodeCredentials {
  name: string
}

const NUMBER = /^\d{5,7}$/

export class Merchants {
  readonly #byShortcode = new Map<string, Merchant>()

  /** Adds a shortcode, or replaces the one with the same number. @throws ControlError */
  add(credentials: ShortcodeCredentials): Merchant {
    for (const number of [credentials.shortcode, credentials.till ?? credentials.shortcode]) {
      if (!NUMBER.test(number)) throw new ControlError('A shortcode or till has 5 to 7 digits')
    }
    const merchant = { ...credentials, name: credentials.name ?? credentials.shortcode }
    this.#byShortcode.set(merchant.shortcode, merchant)
    return merchant
  }

  byShortcode(shortcode: string): Merchant | undefined {
    return this.#byShortcode.get(shortcode)
  }

  hasApp(consumerKey: string, consumerSecret: string): boolean {
    return [...this.#byShortcode.values()].some(
      (one) => one.consumerKey === consumerKey && one.consumerSecret === consumerSecret
    )
  }
}

/** @throws ControlError when a credential is missing or wrong. */
export function parseMerchant(body: JsonRecord): ShortcodeCredentials {
  const [till, name] = [optionalText(body, 'till'), optionalText(body, 'name')]
  return {
    consumerKey: requireText(body, 'consumerKey'),
    consumerSecret: requireText(body, 'consumerSecret'),
    shortcode: requireText(body, 'shortcode'),
    passkey: requireText(body, 'passkey'),
    ...(till === undefined ? {} : { till }),
    ...(name === undefined ? {} : { name }),
  }
}
