import { isRecord, type JsonRecord } from '#tests/standins/kit/guards'
import { nairobiDigits } from '#tests/standins/mpesa/nairobi_time'
import { startMpesa, type RunningMpesa } from '#tests/standins/mpesa/start'

export const PAYBILL = {
  consumerKey: 'green-key',
  consumerSecret: 'green:secret',
  shortcode: '174379',
  passkey: 'green-passkey',
  name: 'Green Net',
}
export const TILL = {
  consumerKey: 'blue-key',
  consumerSecret: 'blue-secret',
  shortcode: '600100',
  passkey: 'blue-passkey',
  till: '512345',
}
export const NUMBER = '254712345678'

/** A shortcode's end of the line: raw calls, so that a spec can also make them wrongly. */
export class MpesaShop {
  constructor(
    readonly mpesa: RunningMpesa,
    readonly credentials: typeof PAYBILL | typeof TILL = PAYBILL,
    readonly callbackUrl = 'https://shop.example/hook/abc'
  ) {}

  async token(): Promise<string> {
    const { consumerKey, consumerSecret } = this.credentials
    const { body } = await this.login(`${consumerKey}:${consumerSecret}`)
    return String(body.access_token)
  }

  async login(pair: string, grant = 'client_credentials') {
    const response = await fetch(`${this.mpesa.baseUrl}/oauth/v1/generate?grant_type=${grant}`, {
      headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
    })
    return { status: response.status, body: record(await response.json()) }
  }

  async call(path: string, token: string, body: unknown, patienceMs = 5000) {
    const response = await fetch(`${this.mpesa.baseUrl}/mpesa/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'authorization': `Bearer ${token}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
      body: JSON.stringify(body),
    })
    return { status: response.status, body: record(await response.json()) }
  }

  /** Who speaks, and the proof of it. */
  proof(at = Date.now()): JsonRecord {
    const { shortcode, passkey } = this.credentials
    const timestamp = nairobiDigits(at)
    return {
      BusinessShortCode: shortcode,
      Password: Buffer.from(`${shortcode}${passkey}${timestamp}`).toString('base64'),
      Timestamp: timestamp,
    }
  }

  /** The fields of a good push, changed as told. */
  order(changes: JsonRecord = {}): JsonRecord {
    const { credentials } = this
    const till = 'till' in credentials ? credentials.till : undefined
    return {
      ...this.proof(),
      TransactionType: till ? 'CustomerBuyGoodsOnline' : 'CustomerPayBillOnline',
      Amount: 50,
      PartyA: NUMBER,
      PartyB: till ?? credentials.shortcode,
      PhoneNumber: NUMBER,
      CallBackURL: this.callbackUrl,
      AccountReference: 'intent-1',
      TransactionDesc: '5 GB',
      ...changes,
    }
  }

  push(token: string, changes: JsonRecord = {}) {
    return this.call('stkpush/v1/processrequest', token, this.order(changes))
  }

  async pushed(token: string, changes: JsonRecord = {}): Promise<string> {
    const { status, body } = await this.push(token, changes)
    if (status !== 200) throw new Error(JSON.stringify(body))
    return String(body.CheckoutRequestID)
  }

  query(token: string, id: string, changes: JsonRecord = {}) {
    const body = { ...this.proof(), CheckoutRequestID: id, ...changes }
    return this.call('stkpushquery/v1/query', token, body)
  }

  /** What a person does on the handset's page. */
  async press(id: string, action: string, pin = '1234'): Promise<string> {
    const response = await fetch(`${this.mpesa.origin}/handset/${NUMBER}`, {
      method: 'POST',
      body: new URLSearchParams({ id, action, pin }),
    })
    return response.text()
  }
}

export function record(value: unknown): JsonRecord {
  if (!isRecord(value)) throw new Error(`Not an object: ${JSON.stringify(value)}`)
  return value
}

export async function openMpesaShop(callbackUrl?: string): Promise<MpesaShop> {
  return new MpesaShop(await startMpesa({ merchants: [PAYBILL, TILL] }), PAYBILL, callbackUrl)
}
