import { createHmac } from 'node:crypto'
import { isRecord, type JsonRecord } from '#tests/standins/kit/guards'
import { startStripe, type RunningStripe } from '#tests/standins/stripe/start'
import type { Heard } from './webhook_listener.js'

export const GREEN = { secretKey: 'sk_test_green', name: 'Green Net' }
export const BLUE = { secretKey: 'rk_test_blue', name: 'Blue Net' }
export const CANCEL = 'http://shop.localhost/cancel/abc'

/** An account's end of the line: raw calls, so that a spec can also make them wrongly. */
export class StripeShop {
  constructor(
    readonly stripe: RunningStripe,
    readonly key = GREEN.secretKey
  ) {}

  async call(
    method: string,
    path: string,
    fields?: Record<string, string>,
    headers: Record<string, string> = {},
    patienceMs = 5000
  ) {
    const response = await fetch(`${this.stripe.baseUrl}/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
      body: fields === undefined ? undefined : new URLSearchParams(fields),
    })
    const { status } = response
    return { status, headers: response.headers, body: record(await response.json()) }
  }

  /** The fields of a good session, changed as told; undefined leaves one out. */
  fields(changes: Record<string, string | undefined> = {}): Record<string, string> {
    const fields: Record<string, string | undefined> = {
      'mode': 'payment',
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': 'usd',
      'line_items[0][price_data][unit_amount]': '550',
      'line_items[0][price_data][product_data][name]': '5 GB',
      'client_reference_id': 'intent-1',
      'metadata[intent]': 'intent-1',
      'payment_intent_data[metadata][intent]': 'intent-1',
      'success_url': 'http://shop.localhost/back/abc?s={CHECKOUT_SESSION_ID}',
      'cancel_url': CANCEL,
      ...changes,
    }
    const kept: Record<string, string> = {}
    for (const [name, value] of Object.entries(fields)) if (value !== undefined) kept[name] = value
    return kept
  }

  async session(changes: Record<string, string> = {}): Promise<JsonRecord> {
    const { status, body } = await this.call('POST', 'checkout/sessions', this.fields(changes))
    if (status !== 200) throw new Error(JSON.stringify(body))
    return body
  }

  async fetched(id: unknown, expand = ''): Promise<JsonRecord> {
    const query = expand === '' ? '' : `?expand[]=${expand}`
    return (await this.call('GET', `checkout/sessions/${String(id)}${query}`)).body
  }

  /** A session that somebody paid, as Stripe shows it then. */
  async paid(): Promise<JsonRecord> {
    const { id } = await this.session()
    this.stripe.control.complete(String(id), 'pay')
    return this.fetched(id)
  }

  async press(url: unknown, action: string, method = 'card') {
    const response = await fetch(String(url), {
      method: 'POST',
      body: new URLSearchParams({ action, method }),
      redirect: 'manual',
    })
    const { status, headers } = response
    return { status, location: headers.get('location'), said: await response.text() }
  }
}

export function record(value: unknown): JsonRecord {
  if (!isRecord(value)) throw new Error(`Not an object: ${JSON.stringify(value)}`)
  return value
}

/** Whether a message is signed as Stripe documents it, within five minutes. */
export function isSigned({ headers, raw }: Heard, secret: string): boolean {
  const [, t = '', v1] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['stripe-signature'])) ?? []
  const expected = createHmac('sha256', secret).update(`${t}.${raw}`).digest('hex')
  return v1 === expected && Math.abs(Date.now() / 1000 - Number(t)) < 300
}

export async function openStripeShop(): Promise<StripeShop> {
  return new StripeShop(await startStripe({ merchants: [GREEN, BLUE] }))
}
