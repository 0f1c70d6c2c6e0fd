import { ControlError, optionalText, requireText, type JsonRecord } from '../kit/guards.js'

/** One merchant account as bKash hands it out at onboarding. */
export interface MerchantCredentials {
  username: string
  password: string
  appKey: string
  appSecret: string
  /** Shown on the page to pay; the username when left out. */
  name?: string
}

export interface Merchant extends MerchantCredentials {
  name: string
  shortCode: string
}

export class Merchants {
  readonly #byUsername = new Map<string, Merchant>()

  /** @throws ControlError when the username or the app key is taken by another. */
  add(credentials: MerchantCredentials): Merchant {
    const { username, appKey } = credentials
    const clash = this.all().find((one) => one.username !== username && one.appKey === appKey)
    if (clash) throw new ControlError('"appKey" belongs to another merchant')
    const known = this.#byUsername.get(username)
    const merchant = {
      ...credentials,
      name: credentials.name ?? username,
      shortCode: known?.shortCode ?? String(50000 + this.#byUsername.size + 1),
    }
    this.#byUsername.set(username, merchant)
    return merchant
  }

  byUsername(username: string): Merchant | undefined {
    return this.#byUsername.get(username)
  }

  byAppKey(appKey: string): Merchant | undefined {
    return this.all().find((merchant) => merchant.appKey === appKey)
  }

  all(): Merchant[] {
    return [...this.#byUsername.values()]
  }
}

/** @throws ControlError when a credential is missing. */
export function parseMerchant(body: JsonRecord): MerchantCredentials {
  const name = optionalText(body, 'name')
  return {
    username: requireText(body, 'username'),
    password: requireText(body, 'password'),
    appKey: requireText(body, 'appKey'),
    appSecret: requireText(body, 'appSecret'),
    ...(name === undefined ? {} : { name }),
  }
}
