import { createHash } from 'node:crypto'
import { isRecord, type JsonRecord } from '#tests/standins/kit/guards'
import { startSslcommerz, type RunningSslcommerz } from '#tests/standins/sslcommerz/start'

export const GREEN = { storeId: 'green', storePassword: 'green@ssl' }
export const BLUE = { storeId: 'blue', storePassword: 'blue@ssl' }
export const SHOP = 'http://shop.localhost'

type Changes = Record<string, string | undefined>

/** A store's end of the line: raw calls, so that a spec can also make them wrongly. */
export class SslcommerzShop {
  #transactions = 0

  constructor(
    readonly sslcommerz: RunningSslcommerz,
    readonly credentials = GREEN
  ) {}

  /** The fields of a good session, changed as told. */
  order(changes: Changes = {}): URLSearchParams {
    const fields: Changes = {
      store_id: this.credentials.storeId,
      store_passwd: this.credentials.storePassword,
      total_amount: '50.00',
      currency: 'BDT',
      tran_id: `T${++this.#transactions}`,
      success_url: `${SHOP}/success`,
      fail_url: `${SHOP}/fail`,
      cancel_url: `${SHOP}/cancel`,
      product_name: 'Internet',
      product_category: 'internet',
      product_profile: 'non-physical-goods',
      cus_name: 'Rahim',
      cus_email: 'rahim@example.com',
      cus_phone: '01712345678',
      cus_add1: 'N/A',
      cus_city: 'N/A',
      cus_postcode: '1000',
      cus_country: 'Bangladesh',
      shipping_method: 'NO',
      num_of_item: '1',
      value_a: 'intent-1',
      value_b: '',
      ...changes,
    }
    const form = new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) {
      if (value !== undefined) form.set(name, value)
    }
    return form
  }

  async create(changes: Changes = {}, patienceMs = 5000): Promise<JsonRecord> {
    const response = await fetch(`${this.sslcommerz.baseUrl}/gwprocess/v4/api.php`, {
      method: 'POST',
      body: this.order(changes),
      signal: AbortSignal.timeout(patienceMs),
    })
    return record(await response.json())
  }

  async open(changes: Changes = {}): Promise<{ key: string; page: string }> {
    const created = await this.create(changes)
    if (created.status !== 'SUCCESS') throw new Error(JSON.stringify(created))
    return { key: String(created.sessionkey), page: String(created.GatewayPageURL) }
  }

  validate(valId: unknown, more: Record<string, string> = {}): Promise<JsonRecord> {
    return this.#ask('validationserverAPI.php', { val_id: String(valId), v: '1', ...more })
  }

  /** Queries and refunds, which share one address. */
  query(fields: Record<string, string>): Promise<JsonRecord> {
    return this.#ask('merchantTransIDvalidationAPI.php', fields)
  }

  async #ask(file: string, fields: Record<string, string>): Promise<JsonRecord> {
    const query = new URLSearchParams({
      store_id: this.credentials.storeId,
      store_passwd: this.credentials.storePassword,
      format: 'json',
      ...fields,
    })
    const address = `${this.sslcommerz.baseUrl}/validator/api/${file}?${query.toString()}`
    const response = await fetch(address, { redirect: 'manual' })
    return record(await response.json())
  }
}

export function record(value: unknown): JsonRecord {
  if (!isRecord(value)) throw new Error(`Not an object: ${JSON.stringify(value)}`)
  return value
}

/** Whether both signatures are this store's over what was posted. */
export function isSigned(fields: URLSearchParams, password: string): boolean {
  const names = (fields.get('verify_key') ?? '').split(',')
  return (['md5', 'sha256'] as const).every((algorithm) => {
    const hash = (text: string) => createHash(algorithm).update(text).digest('hex')
    const pairs = names.map((name): [string, string] => [name, fields.get(name) ?? ''])
    pairs.push(['store_passwd', hash(password)])
    pairs.sort(([one], [other]) => (one < other ? -1 : 1))
    const text = pairs.map(([name, value]) => `${name}=${value}`).join('&')
    return hash(text) === fields.get(algorithm === 'md5' ? 'verify_sign' : 'verify_sign_sha2')
  })
}

/** The form by which a page hands the browser back: where to, and the hidden fields. */
export function handedOver(markup: string): { action: string; fields: URLSearchParams } {
  const plain = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  const fields = new URLSearchParams()
  for (const [, name, value] of markup.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)) {
    fields.set(plain(name ?? ''), plain(value ?? ''))
  }
  return { action: /<form method="post" action="([^"]*)"/.exec(markup)?.[1] ?? '', fields }
}

export async function openSslcommerzShop(): Promise<SslcommerzShop> {
  return new SslcommerzShop(await startSslcommerz({ merchants: [GREEN, BLUE] }))
}
