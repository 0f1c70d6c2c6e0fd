import { startBkash, type RunningBkash } from '#tests/standins/bkash/start'
import { isRecord, type JsonRecord } from '#tests/standins/kit/guards'

export const GREEN = { username: 'green', password: 'green-pw', appKey: 'gk', appSecret: 'gs' }
export const BLUE = { username: 'blue', password: 'blue-pw', appKey: 'bk', appSecret: 'bs' }
export const CALLBACK = 'http://shop.localhost/callback/abc'

type Credentials = typeof GREEN

/** A merchant's end of the line: raw calls, so that a spec can also make them wrongly. */
export class Shop {
  #invoice = 0

  constructor(
    readonly bkash: RunningBkash,
    readonly credentials: Credentials = GREEN
  ) {}

  async raw(path: string, init: RequestInit): Promise<{ status: number; body: JsonRecord }> {
    const response = await fetch(`${this.bkash.origin}${path}`, { method: 'POST', ...init })
    const body: unknown = await response.json()
    if (!isRecord(body)) throw new Error('bKash did not answer with an object')
    return { status: response.status, body }
  }

  async grant(changes: JsonRecord = {}, headers: Record<string, string> = {}): Promise<JsonRecord> {
    return this.#login('grant', changes, headers)
  }

  async refresh(refreshToken: unknown): Promise<JsonRecord> {
    return this.#login('refresh', { refresh_token: refreshToken }, {})
  }

  async token(): Promise<string> {
    const { id_token: token } = await this.grant()
    return String(token)
  }

  /** @param patienceMs how long to wait for the answer before the call is given up */
  async call(path: string, token: string, body: unknown, patienceMs = 5000): Promise<JsonRecord> {
    const address = path.startsWith('/') ? path : `/v1.2.0-beta/tokenized/checkout/${path}`
    const headers = {
      'content-type': 'application/json',
      'authorization': token,
      'x-app-key': this.credentials.appKey,
    }
    const signal = AbortSignal.timeout(patienceMs)
    const reply = await this.raw(address, { headers, signal, body: JSON.stringify(body) })
    return reply.body
  }

  order(changes: JsonRecord = {}): JsonRecord {
    return {
      mode: '0011',
      payerReference: '01712345678',
      callbackURL: CALLBACK,
      amount: '50.00',
      currency: 'BDT',
      intent: 'sale',
      merchantInvoiceNumber: `INV-${++this.#invoice}`,
      ...changes,
    }
  }

  async create(token: string, changes: JsonRecord = {}): Promise<string> {
    const created = await this.call('create', token, this.order(changes))
    if (created.statusCode !== '0000') throw new Error(JSON.stringify(created))
    return String(created.paymentID)
  }

  /** Created, and the PIN entered: ready to be captured. */
  async verified(token: string, changes: JsonRecord = {}, wallet = '01712345678'): Promise<string> {
    const paymentID = await this.create(token, changes)
    this.bkash.control.complete(paymentID, 'pay', wallet)
    return paymentID
  }

  async #login(
    use: 'grant' | 'refresh',
    changes: JsonRecord,
    headers: Record<string, string>
  ): Promise<JsonRecord> {
    const { username, password, appKey, appSecret } = this.credentials
    const { body } = await this.raw(`/v1.2.0-beta/tokenized/checkout/token/${use}`, {
      headers: { 'content-type': 'application/json', username, password, ...headers },
      body: JSON.stringify({ app_key: appKey, app_secret: appSecret, ...changes }),
    })
    return body
  }
}

/** The code of a refusal, in whichever of bKash's envelopes it came. */
export function codeOf(reply: JsonRecord): unknown {
  return reply.errorCode ?? reply.externalCode ?? reply.statusCode
}

export async function openShop(): Promise<Shop> {
  return new Shop(await startBkash({ merchants: [GREEN, BLUE] }))
}
