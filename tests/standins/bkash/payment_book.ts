import type { Clock } from '../kit/clock.js'
import type { CreateRequest } from './create_request.js'
import { mark, newPaymentId, newTransactionId } from './ids.js'
import type { Merchant } from './merchants.js'
import type { CustomerResult, Payment } from './payment.js'
import { Refusal, type RefusalCode } from './refusals.js'
import type { Wallets } from './wallets.js'

const PAYMENT_LIFETIME_MS = 24 * 3_600_000
const DUPLICATE_WINDOW_MS = 2 * 60_000
const PIN_TRIES = 3

/** Every payment and what may happen to it. Only `execute` moves money. */
export class PaymentBook {
  readonly #payments = new Map<string, Payment>()
  /** 2062 or 2117: bKash uses both for an execution that is repeated. */
  alreadyCompletedCode: RefusalCode = '2062'

  constructor(
    private readonly wallets: Wallets,
    private readonly clock: Clock
  ) {}

  /** @throws Refusal 2031 when the merchant has used the invoice number before. */
  create(merchant: Merchant, request: CreateRequest): Payment {
    const used = this.all().some(
      (other) => belongsTo(other, merchant) && other.invoice === request.invoice
    )
    if (used) throw new Refusal('2031')
    const payment: Payment = {
      ...request,
      paymentId: newPaymentId(this.clock.now()),
      merchant,
      state: 'initiated',
      createdAt: this.clock.now(),
      wrongPins: 0,
      refunds: [],
    }
    this.#payments.set(payment.paymentId, payment)
    return payment
  }

  /** @throws Refusal 2002 for a payment that is not there or is another merchant's. */
  of(merchant: Merchant, paymentId: unknown): Payment {
    const payment = typeof paymentId === 'string' ? this.find(paymentId) : undefined
    if (!payment || !belongsTo(payment, merchant)) throw new Refusal('2002')
    return payment
  }

  find(paymentId: string): Payment | undefined {
    return this.#payments.get(paymentId)
  }

  byTransaction(merchant: Merchant, trxId: string): Payment | undefined {
    return this.all().find((one) => belongsTo(one, merchant) && one.trxId === trxId)
  }

  all(): Payment[] {
    return [...this.#payments.values()]
  }

  /**
   * The capture, good for one attempt.
   * @throws Refusal 2062 or 2117 when done before, 2060 before the PIN, 2056 when cancelled,
   *   failed, spent or a day old, 2023/2037 by the wallet, 2029 for the same wallet and amount
   *   within two minutes.
   */
  execute(payment: Payment): void {
    if (payment.state === 'completed') throw new Refusal(this.alreadyCompletedCode)
    if (this.expired(payment)) throw new Refusal('2056')
    if (payment.state === 'initiated') throw new Refusal('2060')
    if (payment.state !== 'verified' || payment.wallet === undefined) throw new Refusal('2056')
    try {
      this.#refuseDuplicate(payment)
      this.wallets.debit(payment.wallet, payment.amountPoisha)
    } catch (refusal) {
      payment.state = 'refused'
      throw refusal
    }
    payment.state = 'completed'
    payment.trxId = newTransactionId()
    payment.executedAt = this.clock.now()
  }

  /** Whether the customer may still act on it. */
  isOpen(payment: Payment): boolean {
    return payment.state === 'initiated' && !this.expired(payment)
  }

  expired(payment: Payment): boolean {
    return this.clock.now() - payment.createdAt >= PAYMENT_LIFETIME_MS
  }

  verify(payment: Payment, wallet: string): void {
    payment.wallet = wallet
    payment.state = 'verified'
  }

  cancel(payment: Payment): void {
    payment.state = 'cancelled'
  }

  fail(payment: Payment): void {
    payment.state = 'failed'
  }

  /** The third wrong PIN fails the payment. */
  wrongPin(payment: Payment): void {
    payment.wrongPins += 1
    if (payment.wrongPins >= PIN_TRIES) this.fail(payment)
  }

  #refuseDuplicate(payment: Payment): void {
    const twin = this.all().find(
      (other) =>
        other.state === 'completed' &&
        belongsTo(other, payment.merchant) &&
        other.wallet === payment.wallet &&
        other.amountPoisha === payment.amountPoisha &&
        this.clock.now() - (other.executedAt ?? 0) < DUPLICATE_WINDOW_MS
    )
    if (twin) throw new Refusal('2029')
  }
}

function belongsTo(payment: Payment, merchant: Merchant): boolean {
  return payment.merchant.username === merchant.username
}

/** Where the customer's browser is sent: the callback with bKash's own parameters added. */
export function callbackAddress(payment: Payment, status: CustomerResult): string {
  const url = new URL(payment.callbackUrl)
  url.searchParams.set('paymentID', payment.paymentId)
  url.searchParams.set('status', status)
  url.searchParams.set('signature', mark(payment.merchant.appSecret, payment.paymentId, status))
  url.searchParams.set('apiVersion', '1.2.0-beta')
  return url.toString()
}

export function resultOf(payment: Payment): CustomerResult {
  if (payment.state === 'cancelled') return 'cancel'
  return payment.state === 'verified' || payment.state === 'completed' ? 'success' : 'failure'
}
