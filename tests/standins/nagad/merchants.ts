import type { KeyObject } from 'node:crypto'
import { ControlError, optionalText, requireText, type JsonRecord } from '../kit/guards.js'
import { newKeyPair, readPublicKey } from './crypto.js'

/** One merchant as Nagad knows it. */
export interface MerchantAccount {
  /** Digits: `683002007104225`. */
  merchantId: string
  /** The merchant's own Nagad number, eleven digits. */
  accountNumber: string
  /** Shown on the page to pay; the id when left out. */
  name?: string
  /** The merchant's own, SPKI in base64; a pair is made when left out. */
  publicKey?: string
  /** Nagad answers nobody else, and those with an empty page; everybody when left out. */
  allowedIps?: string[]
  /** Refunds are not switched on for every merchant; they are when left out. */
  mayRefund?: boolean
}

/** What the merchant types into a client. */
export interface MerchantKeys {
  /** PKCS#8 in base64; missing when the merchant brought a public key. */
  merchantPrivateKey?: string
  /** Nagad's, SPKI in base64. */
  pgPublicKey: string
}

export interface Merchant {
  merchantId: string
  accountNumber: string
  name: string
  key: KeyObject
  allowedIps?: string[]
  mayRefund: boolean
}

const MERCHANT_ID = /^\d{4,20}$/
const ACCOUNT = /^01[3-9]\d{8}$/

export class Merchants {
  readonly #byId = new Map<string, Merchant>()

  /** Adds a merchant, or replaces the one with the same id. @throws ControlError */
  add(account: MerchantAccount, pgPublicKey: string): MerchantKeys {
    const { merchantId, accountNumber, name = merchantId, mayRefund = true } = account
    if (!MERCHANT_ID.test(merchantId)) throw new ControlError('"merchantId" must be digits')
    if (!ACCOUNT.test(accountNumber)) throw new ControlError('"accountNumber" must be 01XXXXXXXXX')
    const made = account.publicKey === undefined ? newKeyPair() : undefined
    this.#byId.set(merchantId, {
      merchantId,
      accountNumber,
      name,
      key: readKey(made?.publicKey ?? account.publicKey ?? ''),
      mayRefund,
      ...(account.allowedIps === undefined ? {} : { allowedIps: account.allowedIps }),
    })
    return { pgPublicKey, ...(made === undefined ? {} : { merchantPrivateKey: made.privateKey }) }
  }

  find(merchantId: unknown): Merchant | undefined {
    return typeof merchantId === 'string' ? this.#byId.get(merchantId) : undefined
  }
}

/** @throws ControlError when something is missing or wrong. */
export function parseMerchant(body: JsonRecord): MerchantAccount {
  const name = optionalText(body, 'name')
  const publicKey = optionalText(body, 'publicKey')
  const ips = body.allowedIps
  return {
    merchantId: requireText(body, 'merchantId'),
    accountNumber: requireText(body, 'accountNumber'),
    ...(name === undefined ? {} : { name }),
    ...(publicKey === undefined ? {} : { publicKey }),
    ...(Array.isArray(ips) ? { allowedIps: ips.map(String) } : {}),
    ...(typeof body.mayRefund === 'boolean' ? { mayRefund: body.mayRefund } : {}),
  }
}

function readKey(text: string): KeyObject {
  try {
    return readPublicKey(text)
  } catch {
    throw new ControlError('"publicKey" is no public key in base64')
  }
}
