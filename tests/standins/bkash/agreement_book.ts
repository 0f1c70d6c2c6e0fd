import type { Clock } from '../kit/clock.js'
import type { AgreementRequest } from './create_request.js'
import { newAgreementId, newPaymentId } from './ids.js'
import type { Merchant } from './merchants.js'
import { Refusal } from './refusals.js'
import type { Visit } from './visit.js'
import { belongsTo, type Visits } from './visits.js'

/** A customer's word that a merchant may ask for payments by PIN alone. */
export interface Agreement extends Visit {
  /** Given by the execution. */
  agreementId?: string
  /** When the merchant or the customer ended it. */
  voidedAt?: number
}

/** Every agreement (mode 0000) and what may happen to it. */
export class AgreementBook {
  readonly #agreements = new Map<string, Agreement>()

  constructor(
    private readonly visits: Visits,
    private readonly clock: Clock
  ) {}

  create(merchant: Merchant, request: AgreementRequest): Agreement {
    const agreement: Agreement = {
      ...request,
      paymentId: newPaymentId('0000', this.clock.now()),
      merchant,
      state: 'initiated',
      createdAt: this.clock.now(),
      wrongPins: 0,
    }
    this.#agreements.set(agreement.paymentId, agreement)
    return agreement
  }

  /** @throws Refusal 2116 when done before, 2054 before the PIN, 2055 for all that ended. */
  execute(agreement: Agreement): void {
    if (agreement.state === 'completed') throw new Refusal('2116')
    if (this.visits.expired(agreement)) throw new Refusal('2055')
    if (agreement.state === 'initiated') throw new Refusal('2054')
    if (agreement.state !== 'verified') throw new Refusal('2055')
    agreement.state = 'completed'
    agreement.executedAt = this.clock.now()
    agreement.agreementId = newAgreementId(agreement.merchant.username, agreement.executedAt)
  }

  /** @throws Refusal 2053 when it was cancelled before. */
  cancel(agreement: Agreement): void {
    if (agreement.voidedAt !== undefined) throw new Refusal('2053')
    agreement.voidedAt = this.clock.now()
  }

  /** @throws Refusal 2051 for an agreement that is not there or is another merchant's. */
  of(merchant: Merchant, agreementId: unknown): Agreement {
    const agreement = this.all().find(
      (one) => one.agreementId !== undefined && one.agreementId === agreementId
    )
    if (!agreement || !belongsTo(agreement, merchant)) throw new Refusal('2051')
    return agreement
  }

  /** By the id that its creation answered, not the agreement's own. */
  find(paymentId: string): Agreement | undefined {
    return this.#agreements.get(paymentId)
  }

  all(): Agreement[] {
    return [...this.#agreements.values()]
  }
}
