import { randomBytes } from 'node:crypto'
import { ControlError, optionalText, requireText, type JsonRecord } from '../kit/guards.js'
import { Refusal } from './refusals.js'

/** One account and the key an operator made for us. */
export interface AccountCredentials {
  /** `sk_test_…`, or a restricted `rk_test_…`. */
  secretKey: string
  name?: string
}

export interface Merchant extends AccountCredentials {
  accountId: string
  name: string
  /** Real money, by the kind of its key. */
  live: boolean
}

const AUTHORIZATION = /^(Bearer|Basic) (\S+)$/

export class Merchants {
  readonly #byKey = new Map<string, Merchant>()

  /** Adds an account, or renames the one with the same key. @throws ControlError */
  add({ secretKey, name }: AccountCredentials): Merchant {
    if (!/^[sr]k_(?:test|live)_\w+$/.test(secretKey)) {
      throw new ControlError('"secretKey" begins with sk_test_, sk_live_, rk_test_ or rk_live_')
    }
    const accountId = this.#byKey.get(secretKey)?.accountId ?? stripeId('acct')
    const merchant = {
      secretKey,
      name: name ?? accountId,
      accountId,
      live: secretKey.includes('_live_'),
    }
    this.#byKey.set(secretKey, merchant)
    return merchant
  }

  /** Whose key it is, as a bearer or as the user of Basic. @throws Refusal 401 */
  authenticate(authorization: string | undefined): Merchant {
    const [, scheme, given = ''] = AUTHORIZATION.exec(authorization ?? '') ?? []
    if (scheme === undefined) {
      throw new Refusal('You did not provide an API key.', { status: 401 })
    }
    const basic = Buffer.from(given, 'base64').toString('utf8').split(':')[0] ?? ''
    const key = scheme === 'Bearer' ? given : basic
    const merchant = this.#byKey.get(key)
    if (!merchant) {
      throw new Refusal(`Invalid API Key provided: ${key.slice(0, 8)}****`, { status: 401 })
    }
    return merchant
  }
}

/** `pi_3MtwBwLkdIwHu7ix28a3tqPa`: a kind and letters and digits. */
export function stripeId(kind: string, length = 24): string {
  const letters = randomBytes(length * 2)
    .toString('base64')
    .replace(/[+/=]/g, '')
  return `${kind}_${letters.slice(0, length)}`
}

/** @throws ControlError when a credential is missing or wrong. */
export function parseMerchant(body: JsonRecord): AccountCredentials {
  const name = optionalText(body, 'name')
  return {
    secretKey: requireText(body, 'secretKey'),
    ...(name === undefined ? {} : { name }),
  }
}
