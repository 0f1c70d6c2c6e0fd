import {
  ControlError,
  isRecord,
  optionalText,
  requireText,
  type JsonRecord,
} from '../kit/guards.js'

/** How shurjoPay tells a merchant's server; the address is agreed on by mail, not per order. */
export interface IpnTarget {
  url: string
  /** shurjoPay's PHP sample reads `oid`; merchants' code also meets `order_id`. */
  parameter: 'order_id' | 'oid'
  method: 'GET' | 'POST'
}

/** One store as shurjoPay hands it out. */
export interface StoreCredentials {
  username: string
  password: string
  /** Begins every order number shurjoPay gives this store; at most five letters and digits. */
  prefix: string
  /** Shown on the page to pay; the username when left out. */
  name?: string
  ipn?: IpnTarget
}

export interface Merchant extends StoreCredentials {
  name: string
  storeId: number
}

const PREFIX = /^[A-Za-z0-9]{1,5}$/

export class Merchants {
  readonly #byUsername = new Map<string, Merchant>()

  /** Adds a store, or replaces the one with the same username. @throws ControlError */
  add(credentials: StoreCredentials): Merchant {
    const { username, prefix } = credentials
    if (!PREFIX.test(prefix)) throw new ControlError('"prefix" must be 1 to 5 letters and digits')
    const merchant = {
      ...credentials,
      name: credentials.name ?? username,
      storeId: this.#byUsername.get(username)?.storeId ?? this.#byUsername.size + 1,
    }
    this.#byUsername.set(username, merchant)
    return merchant
  }

  byUsername(username: string): Merchant | undefined {
    return this.#byUsername.get(username)
  }
}

/** @throws ControlError when a credential is missing or wrong. */
export function parseMerchant(body: JsonRecord): StoreCredentials {
  const name = optionalText(body, 'name')
  return {
    username: requireText(body, 'username'),
    password: requireText(body, 'password'),
    prefix: requireText(body, 'prefix'),
    ...(name === undefined ? {} : { name }),
    ...(body.ipn === undefined ? {} : { ipn: parseIpn(body.ipn) }),
  }
}

function parseIpn(value: unknown): IpnTarget {
  if (!isRecord(value)) throw new ControlError('"ipn" must be an object')
  return {
    url: requireText(value, 'url'),
    parameter: value.parameter === 'oid' ? 'oid' : 'order_id',
    method: value.method === 'POST' ? 'POST' : 'GET',
  }
}
