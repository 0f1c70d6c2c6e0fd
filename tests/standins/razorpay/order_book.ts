import type { JsonRecord } from '../kit/guards.js'
import type { Clock } from '../kit/clock.js'
import { parseAmount, parseCurrency, parseNotes, parseReceipt } from './fields.js'
import { razorpayId, type Merchant } from './merchants.js'
import { noSuchId, Refusal, refuseUnknown } from './refusals.js'

export interface Order {
  id: string
  merchant: Merchant
  amountMinor: number
  paidMinor: number
  currency: string
  receipt: string | null
  notes: Record<string, string>
  status: 'created' | 'attempted' | 'paid'
  attempts: number
  createdAt: number
}

const FIELDS = [
  'amount',
  'currency',
  'receipt',
  'notes',
  'partial_payment',
  'first_payment_min_amount',
  'unique_receipt',
]

/** Every order; one is paid once. */
export class OrderBook {
  readonly #orders = new Map<string, Order>()

  constructor(private readonly clock: Clock) {}

  /** With `unique_receipt` a second order of a receipt is the first one. @throws Refusal */
  create(merchant: Merchant, body: JsonRecord): Order {
    refuseUnknown(Object.keys(body), FIELDS)
    const [amountMinor, currency] = [parseAmount(body), parseCurrency(body)]
    const [receipt, notes] = [parseReceipt(body), parseNotes(body)]
    if (body.partial_payment === true) {
      throw new Refusal('Partial payments are not enabled', 'partial_payment')
    }
    const known = this.withReceipt(merchant, receipt)[0]
    if (body.unique_receipt === true && known) return known
    const order: Order = {
      id: razorpayId('order'),
      merchant,
      amountMinor,
      paidMinor: 0,
      currency,
      receipt,
      notes,
      status: 'created',
      attempts: 0,
      createdAt: this.clock.now(),
    }
    this.#orders.set(order.id, order)
    return order
  }

  /** @throws Refusal for an order that is not there or is another account's. */
  of(merchant: Merchant, id: string): Order {
    const order = this.#orders.get(id)
    if (!order || order.merchant.keyId !== merchant.keyId) throw noSuchId()
    return order
  }

  find(id: string): Order | undefined {
    return this.#orders.get(id)
  }

  all(): Order[] {
    return [...this.#orders.values()]
  }

  withReceipt(merchant: Merchant, receipt: string | null): Order[] {
    if (receipt === null) return []
    return this.all().filter(
      (order) => order.receipt === receipt && order.merchant.keyId === merchant.keyId
    )
  }
}
