import type { JsonRecord } from '#tests/standins/kit/guards'
import { isRecord } from '#tests/standins/kit/guards'
import { startShurjopay, type RunningShurjopay } from '#tests/standins/shurjopay/start'

export const GREEN = { username: 'green', password: 'green-pw', prefix: 'GRN' }
export const BLUE = { username: 'blue', password: 'blue-pw', prefix: 'BLU' }
export const RETURN = 'http://shop.localhost/return/abc'
export const CANCEL = 'http://shop.localhost/cancel/abc'

export interface Answer {
  status: number
  body: unknown
}

/** A store's end of the line: raw calls, so that a spec can also make them wrongly. */
export class ShurjopayShop {
  #orders = 0

  constructor(
    readonly shurjopay: RunningShurjopay,
    readonly credentials = GREEN
  ) {}

  async call(path: string, token: string | undefined, body: unknown, patienceMs = 5000) {
    const response = await fetch(`${this.shurjopay.baseUrl}/api/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
      body: JSON.stringify(body),
    })
    const said: unknown = await response.json()
    return { status: response.status, body: said }
  }

  /** The token and the number of the store. */
  async login(): Promise<{ token: string; storeId: number }> {
    const { username, password } = this.credentials
    const { body } = await this.call('get_token', undefined, { username, password })
    return { token: String(record(body).token), storeId: Number(record(body).store_id) }
  }

  /** The fields of a good order, changed as told. */
  order(token: string, changes: JsonRecord = {}): JsonRecord {
    return {
      token,
      store_id: this.credentials.username === 'green' ? 1 : 2,
      prefix: this.credentials.prefix,
      amount: '50.00',
      order_id: `order-${++this.#orders}`,
      currency: 'BDT',
      return_url: RETURN,
      cancel_url: CANCEL,
      client_ip: '203.0.113.5',
      customer_name: 'Rahim',
      customer_phone: '01712345678',
      customer_email: 'rahim@example.com',
      customer_address: 'N/A',
      customer_city: 'Dhaka',
      customer_post_code: '1000',
      ...changes,
    }
  }

  async create(token: string, changes: JsonRecord = {}): Promise<JsonRecord> {
    const { status, body } = await this.call('secret-pay', token, this.order(token, changes))
    if (status !== 200) throw new Error(JSON.stringify(body))
    return record(body)
  }

  /** The one record of a verification. */
  async verify(token: string, spOrderId: unknown): Promise<JsonRecord> {
    const { body } = await this.call('verification', token, { order_id: spOrderId })
    if (!Array.isArray(body) || body.length !== 1) throw new Error(JSON.stringify(body))
    return record(body[0])
  }
}

export function record(value: unknown): JsonRecord {
  if (!isRecord(value)) throw new Error(`Not an object: ${JSON.stringify(value)}`)
  return value
}

export async function openShurjopayShop(): Promise<ShurjopayShop> {
  return new ShurjopayShop(await startShurjopay({ merchants: [GREEN, BLUE] }))
}
