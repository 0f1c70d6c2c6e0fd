import type { Clock } from '../kit/clock.js'
import type { CreateRequest } from './create_request.js'
import { newPaymentId, newTransactionId } from './ids.js'
import type { Merchant } from './merchants.js'
import type { Agreement } from './agreement_book.js'
import type { Payment } from './payment.js'
import { Refusal, type RefusalCode } from './refusals.js'
import { belongsTo, type Visits } from './visits.js'
import type { Wallets } from './wallets.js'

const DUPLICATE_WINDOW_MS = 2 * 60_000

/** Every payment and what may happen to it. Only `execute` moves money. */
export class PaymentBook {
  readonly #payments = new Map<string, Payment>()
  /** 2062 or 2117: bKash uses both for an execution that is repeated. */
  alreadyCompletedCode: RefusalCode = '2062'

  constructor(
    private readonly wallets: Wallets,
    private readonly visits: Visits,
    private readonly clock: Clock
  ) {}

  /**
   * @param agreement for a payment by agreement, whose wallet pays
   * @throws Refusal 2031 when the merchant has used the invoice number before, 2053 for an
   *   agreement that was cancelled.
   */
  create(merchant: Merchant, request: CreateRequest, agreement?: Agreement): Payment {
    if (agreement?.voidedAt !== undefined) throw new Refusal('2053')
    const used = this.all().some(
      (other) => belongsTo(other, merchant) && other.invoice === request.invoice
    )
    if (used) throw new Refusal('2031')
    const mode = agreement ? '0001' : '0011'
    const payment: Payment = {
      ...request,
      ...(agreement ? { agreement, wallet: agreement.wallet } : {}),
      mode,
      paymentId: newPaymentId(mode, this.clock.now()),
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
   *   failed, spent or a day old, 2053 when its agreement was cancelled since, 2023/2037 by the
   *   wallet, 2029 for the same wallet and amount within two minutes.
   */
  execute(payment: Payment): void {
    if (payment.state === 'completed') throw new Refusal(this.alreadyCompletedCode)
    if (this.visits.expired(payment)) throw new Refusal('2056')
    if (payment.state === 'initiated') throw new Refusal('2060')
    if (payment.state !== 'verified' || payment.wallet === undefined) throw new Refusal('2056')
    try {
      if (payment.agreement?.voidedAt !== undefined) throw new Refusal('2053')
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
