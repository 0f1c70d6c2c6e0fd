import { randomBytes } from 'node:crypto'
import type { Clock } from '../kit/clock.js'
import { Refusal, type SpCode } from './codes.js'
import type { Merchant } from './merchants.js'
import type { SecretPayRequest } from './secret_pay_request.js'

export interface Order extends SecretPayRequest {
  /** The number of the record, as verification shows it. */
  id: number
  spOrderId: string
  merchant: Merchant
  /** Proves that the browser came by the checkout address. */
  pageToken: string
  /** 1066 before the customer chose, 1068 once the page was opened; then how it ended. */
  code: SpCode
  createdAt: number
  method?: string
  bankTrxId?: string
  endedAt?: number
}

/** Codes of an order that the customer may still pay. */
const OPEN: readonly SpCode[] = ['1066', '1068']

/** Every order and how it stands. Paying is the capture: shurjoPay has no second step. */
export class OrderBook {
  readonly #orders = new Map<string, Order>()

  constructor(private readonly clock: Clock) {}

  /** The merchant's own number may be used again: shurjoPay gives each attempt one of its own. */
  create(merchant: Merchant, request: SecretPayRequest): Order {
    const order: Order = {
      ...request,
      id: 2_100_000 + this.#orders.size,
      spOrderId: `${merchant.prefix}${randomBytes(7).toString('hex').slice(0, 13)}`,
      merchant,
      pageToken: randomBytes(24).toString('base64url'),
      code: '1066',
      createdAt: this.clock.now(),
    }
    this.#orders.set(order.spOrderId, order)
    return order
  }

  /** @throws Refusal 1011 for a number that is not there or is another store's. */
  of(merchant: Merchant, spOrderId: unknown): Order {
    const order = typeof spOrderId === 'string' ? this.find(spOrderId) : undefined
    if (!order || order.merchant.username !== merchant.username) throw new Refusal('1011')
    return order
  }

  find(spOrderId: string): Order | undefined {
    return this.#orders.get(spOrderId)
  }

  all(): Order[] {
    return [...this.#orders.values()]
  }

  isOpen(order: Order): boolean {
    return OPEN.includes(order.code)
  }

  open(order: Order): void {
    if (order.code === '1066') order.code = '1068'
  }

  pay(order: Order, method: string): void {
    this.end(order, '1000')
    order.method = method
    order.bankTrxId = randomBytes(5).toString('hex').toUpperCase()
  }

  /** Ends an order without money: 1001 failed, 1002 cancelled, or what a bank said. */
  end(order: Order, code: SpCode): void {
    order.code = code
    order.endedAt = this.clock.now()
  }
}

/** Where the browser goes: only a cancellation uses the other address. */
export function returnAddress(order: Order): string {
  const url = new URL(order.code === '1002' ? order.cancelUrl : order.returnUrl)
  url.searchParams.set('order_id', order.spOrderId)
  return url.toString()
}
