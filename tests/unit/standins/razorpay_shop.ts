import { isRecord, type JsonRecord } from '#tests/standins/kit/guards'
import { startRazorpay, type RunningRazorpay } from '#tests/standins/razorpay/start'

export const GREEN = { keyId: 'rzp_test_green', keySecret: 'green:secret', name: 'Green Net' }
export const BLUE = { keyId: 'rzp_test_blue', keySecret: 'blue-secret', autoCapture: false }
export const CALLBACK = 'http://shop.localhost/back/abc'
export const CANCEL = 'http://shop.localhost/cancel/abc'

/** An account's end of the line: raw calls, so that a spec can also make them wrongly. */
export class RazorpayShop {
  constructor(
    readonly razorpay: RunningRazorpay,
    readonly credentials: { keyId: string; keySecret: string } = GREEN
  ) {}

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    patienceMs = 5000
  ) {
    const { keyId, keySecret } = this.credentials
    const pair = Buffer.from(`${keyId}:${keySecret}`).toString('base64')
    const response = await fetch(`${this.razorpay.baseUrl}/${path}`, {
      method,
      headers: { 'authorization': `Basic ${pair}`, 'content-type': 'application/json', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    return { status: response.status, body: record(await response.json()) }
  }

  async order(changes: JsonRecord = {}): Promise<JsonRecord> {
    const fields = { amount: 5050, currency: 'INR', receipt: 'intent-1', ...changes }
    const { status, body } = await this.call('POST', 'orders', fields)
    if (status !== 200) throw new Error(JSON.stringify(body))
    return body
  }

  /** The form a shop's page posts to the hosted checkout; answers where that leads. */
  async checkout(order: JsonRecord, changes: Record<string, string> = {}) {
    const form = new URLSearchParams({
      'key_id': this.credentials.keyId,
      'order_id': String(order.id),
      'amount': String(order.amount),
      'currency': String(order.currency),
      'name': 'Green Net',
      'prefill[contact]': '+919812345678',
      'prefill[email]': 'asha@example.com',
      'callback_url': CALLBACK,
      'cancel_url': CANCEL,
      ...changes,
    })
    const response = await fetch(`${this.razorpay.baseUrl}/checkout/embedded`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
    })
    return {
      status: response.status,
      page: response.headers.get('location') ?? '',
      said: await response.text(),
    }
  }

  async press(page: string, action: string, method = 'upi') {
    const response = await fetch(page, {
      method: 'POST',
      body: new URLSearchParams({ action, method }),
      redirect: 'manual',
    })
    return {
      status: response.status,
      location: response.headers.get('location'),
      fields: hiddenFields(await response.text()),
    }
  }

  /** An order that somebody paid, and its payment. */
  async paid(changes: JsonRecord = {}): Promise<{ order: JsonRecord; payment: JsonRecord }> {
    const order = await this.order(changes)
    const { page } = await this.checkout(order)
    const { fields } = await this.press(page, 'pay')
    const { body } = await this.call('GET', `payments/${fields.razorpay_payment_id ?? ''}`)
    return { order, payment: body }
  }
}

export function record(value: unknown): JsonRecord {
  if (!isRecord(value)) throw new Error(`Not an object: ${JSON.stringify(value)}`)
  return value
}

/** The hidden fields of a page's form, and where it goes as `action`. */
function hiddenFields(page: string): Record<string, string> {
  const fields = [...page.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1]
  return Object.fromEntries([
    ...fields.map(([, name = '', value = '']) => [name, value.replaceAll('&quot;', '"')]),
    ...(action === undefined ? [] : [['action', action]]),
  ])
}

export async function openRazorpayShop(): Promise<RazorpayShop> {
  return new RazorpayShop(await startRazorpay({ merchants: [GREEN, BLUE] }))
}
