import {
  constants,
  createPrivateKey,
  createPublicKey,
  createSign,
  createVerify,
  privateDecrypt,
  publicEncrypt,
  type KeyObject,
} from 'node:crypto'
import { isRecord, type JsonRecord } from '#tests/standins/kit/guards'
import { newKeyPair, type KeyPairText } from '#tests/standins/nagad/crypto'
import { startNagad, type NagadOptions, type RunningNagad } from '#tests/standins/nagad/start'

export const CALLBACK = 'http://shop.localhost/callback/abc'
const GREEN = { merchantId: '683002007104225', accountNumber: '01711428036' }
const BLUE = { merchantId: '683002007104226', accountNumber: '01711428037' }
const HEADERS = {
  'content-type': 'application/json',
  'x-km-api-version': 'v-0.2.0',
  'x-km-ip-v4': '203.0.113.5',
  'x-km-client-type': 'PC_WEB',
}

/** Made once: a pair takes longer than all else here. */
const keys = { nagad: newKeyPair(), green: newKeyPair(), blue: newKeyPair() }

export interface Answer {
  status: number
  text: string
  body: JsonRecord
}

/** A merchant's end of the line: raw calls, so that a spec can also make them wrongly. */
export class NagadShop {
  #orders = 0

  constructor(
    readonly nagad: RunningNagad,
    readonly account = GREEN,
    readonly pair: KeyPairText = keys.green,
    readonly pgPublicKey = nagad.control.pgPublicKey
  ) {}

  newOrderId(): string {
    this.#orders += 1
    return `ORDER${this.#orders}`
  }

  async post(
    path: string,
    body: unknown,
    headers: Record<string, string | undefined> = {},
    patienceMs = 5000
  ): Promise<Answer> {
    const all = Object.entries({ ...HEADERS, ...headers })
    const response = await fetch(`${this.nagad.baseUrl}${path}`, {
      method: 'POST',
      headers: all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
      body: JSON.stringify(body),
    })
    return answer(response)
  }

  /** Sealed and signed over the very same text. */
  seal(content: unknown, field = 'sensitiveData', signer = this.pair): JsonRecord {
    const text = JSON.stringify(content)
    const key = publicKey(this.pgPublicKey)
    const sealed = publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(text))
    return {
      [field]: sealed.toString('base64'),
      signature: createSign('SHA256').update(text).sign(privateKey(signer.privateKey), 'base64'),
    }
  }

  /** What a sealed answer says, once Nagad's signature over it holds. */
  unseal({ sensitiveData, signature }: JsonRecord): JsonRecord {
    const key = privateKey(this.pair.privateKey)
    const sealed = Buffer.from(String(sensitiveData), 'base64')
    const text = privateDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, sealed).toString()
    const verifier = createVerify('SHA256').update(text)
    if (!verifier.verify(publicKey(this.pgPublicKey), String(signature), 'base64')) {
      throw new Error('Nagad did not sign this')
    }
    const content: unknown = JSON.parse(text)
    if (!isRecord(content)) throw new Error('Not an object')
    return content
  }

  initialContent(orderId: string, changes: JsonRecord = {}): JsonRecord {
    return {
      merchantId: this.account.merchantId,
      datetime: dhakaNow(),
      orderId,
      challenge: 'c'.repeat(40),
      ...changes,
    }
  }

  /** @param open what is changed outside the sealed part */
  initialize(orderId: string, changes: JsonRecord = {}, open: JsonRecord = {}): Promise<Answer> {
    const content = this.initialContent(orderId, changes)
    const body = {
      accountNumber: this.account.accountNumber,
      dateTime: content.datetime,
      ...this.seal(content),
      ...open,
    }
    return this.post(`/check-out/initialize/${this.account.merchantId}/${orderId}`, body)
  }

  async initialized(orderId = this.newOrderId()) {
    const reply = await this.initialize(orderId)
    const { paymentReferenceId, challenge } = this.unseal(reply.body)
    return { orderId, ref: String(paymentReferenceId), challenge }
  }

  complete(
    { orderId, ref, challenge }: { orderId: string; ref: string; challenge: unknown },
    changes: JsonRecord = {},
    open: JsonRecord = {}
  ): Promise<Answer> {
    const content = {
      merchantId: this.account.merchantId,
      orderId,
      currencyCode: '050',
      amount: '50.55',
      challenge,
      ...changes,
    }
    const body = { ...this.seal(content), merchantCallbackURL: CALLBACK, ...open }
    return this.post(`/check-out/complete/${encodeURIComponent(ref)}`, body)
  }

  /** Ready to be paid: its reference, order id and page. */
  async ready(changes: JsonRecord = {}) {
    const started = await this.initialized()
    const { body } = await this.complete(started, changes)
    return { ...started, page: String(body.callBackUrl) }
  }

  async verify(ref: string): Promise<JsonRecord> {
    const address = `${this.nagad.baseUrl}/verify/payment/${encodeURIComponent(ref)}`
    const response = await fetch(address, { redirect: 'manual' })
    return (await answer(response)).body
  }

  refund(query: string, changes: JsonRecord = {}): Promise<Answer> {
    const content = {
      merchantId: this.account.merchantId,
      originalRequestDate: dhakaNow().slice(0, 8),
      originalAmount: '50.55',
      cancelAmount: '20.55',
      referenceNo: 'R1',
      referenceMessage: 'slow',
      ...changes,
    }
    return this.post(`/purchase/cancel?${query}`, this.seal(content, 'sensitiveDataCancelRequest'))
  }
}

export async function openNagadShop(options: NagadOptions = {}): Promise<NagadShop> {
  const nagad = await startNagad({
    ...options,
    keys: keys.nagad,
    merchants: [
      { ...GREEN, publicKey: keys.green.publicKey },
      { ...BLUE, publicKey: keys.blue.publicKey },
    ],
  })
  return new NagadShop(nagad)
}

/** The other merchant at the same Nagad. */
export function blueShop({ nagad }: NagadShop): NagadShop {
  return new NagadShop(nagad, BLUE, keys.blue)
}

/** A merchant with the keys that the control handed out. */
export function shopOf(
  { nagad }: NagadShop,
  merchantId: string,
  accountNumber: string,
  said: string
): NagadShop {
  const handed: unknown = JSON.parse(said)
  if (!isRecord(handed)) throw new Error('No keys')
  const pair = { privateKey: String(handed.merchantPrivateKey), publicKey: '' }
  return new NagadShop(nagad, { merchantId, accountNumber }, pair, String(handed.pgPublicKey))
}

/** The merchant with a key of somebody else where Nagad's belongs. */
export function misconfigured({ nagad }: NagadShop): NagadShop {
  return new NagadShop(nagad, GREEN, keys.green, keys.blue.publicKey)
}

export function blueKeys(): KeyPairText {
  return keys.blue
}

/** `20260607111234` as a clock in Dhaka shows it. */
function dhakaNow(): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Dhaka',
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  return parts.format(new Date()).replace(/\D/g, '')
}

async function answer(response: Response): Promise<Answer> {
  const text = await response.text()
  const body: unknown = text === '' ? {} : JSON.parse(text)
  if (!isRecord(body)) throw new Error('Nagad did not answer with an object')
  return { status: response.status, text, body }
}

function publicKey(text: string): KeyObject {
  return createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
}

function privateKey(text: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' })
}
