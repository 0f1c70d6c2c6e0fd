import type { KeyObject } from 'node:crypto'
import { isRecord, isText, type JsonRecord } from '../kit/guards.js'
import { decrypt, encrypt, isSignedBy, signature } from './crypto.js'
import type { Merchant } from './merchants.js'
import { Refusal } from './refusals.js'

/** A request's sensitive part, read and not yet believed. */
export class Envelope {
  constructor(
    readonly content: JsonRecord,
    private readonly plain: string,
    private readonly given: string
  ) {}

  /** @throws Refusal SignatureVerificationFailed unless this merchant signed the very text. */
  believe(merchant: Merchant): JsonRecord {
    if (!isSignedBy(this.plain, this.given, merchant.key)) {
      throw new Refusal('SignatureVerificationFailed')
    }
    return this.content
  }
}

/**
 * @param field `sensitiveData`, or `sensitiveDataCancelRequest` for a refund
 * @throws Refusal DecryptionError for what Nagad's key does not open
 */
export function openEnvelope(body: JsonRecord, field: string, pgKey: KeyObject): Envelope {
  const sealed = body[field]
  const given = body.signature
  if (!isText(sealed) || !isText(given)) throw new Refusal('InvalidApiRequest')
  const plain = decrypt(sealed, pgKey)
  const content = plain === undefined ? undefined : parse(plain)
  if (plain === undefined || !content) throw new Refusal('DecryptionError')
  return new Envelope(content, plain, given)
}

/** A reply for one merchant alone, signed by Nagad. */
export function sealEnvelope(content: JsonRecord, merchant: Merchant, pgKey: KeyObject) {
  const plain = JSON.stringify(content)
  return { sensitiveData: encrypt(plain, merchant.key), signature: signature(plain, pgKey) }
}

/** @throws Refusal InvalidApiRequest when a field is missing, no text, or does not belong. */
export function requireTexts(
  content: JsonRecord,
  mandatory: readonly string[],
  optional: readonly string[] = []
): void {
  const known = [...mandatory, ...optional]
  for (const field of mandatory) if (!isText(content[field])) throw wrong(field)
  for (const field of Object.keys(content)) {
    if (!known.includes(field) || !isText(content[field])) throw wrong(field)
  }
}

function wrong(field: string): Refusal {
  return new Refusal('InvalidApiRequest', `Invalid API request: ${field}`)
}

function parse(plain: string): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(plain)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}
