import type { Clock } from '../kit/clock.js'
import { NoticeBoard } from '../kit/notices.js'
import { Endpoints } from './endpoints.js'
import { Idempotency } from './idempotency.js'
import { Merchants, stripeId } from './merchants.js'
import { RefundDesk, type Refund } from './refund_desk.js'
import { SessionBook, type Session } from './session_book.js'
import { chargeView, intentView, refundView, sessionView } from './views.js'

/** `debit` is a method whose bank answers days after the customer is done. */
export type CustomerAction = 'pay' | 'debit' | 'cancel' | 'fail'

/** Everything the stand-in knows. */
export class StripeWorld {
  readonly merchants = new Merchants()
  readonly notices = new NoticeBoard()
  readonly sessions: SessionBook
  readonly refunds: RefundDesk
  readonly endpoints: Endpoints
  readonly idempotency: Idempotency
  /** Origin of `url`; the listening one until told otherwise. */
  origin = ''

  constructor(clock: Clock) {
    this.sessions = new SessionBook(clock)
    this.refunds = new RefundDesk(this.sessions, clock)
    this.endpoints = new Endpoints(this.notices, clock)
    this.idempotency = new Idempotency(clock)
  }

  /** A declined card leaves the session open for another; so does going back. */
  act(session: Session, action: CustomerAction): void {
    if (action === 'cancel') return
    const intent = this.sessions.attempt(session)
    if (action === 'fail') {
      this.#tell(session, 'payment_intent.payment_failed', intentView(intent))
      return
    }
    intent.chargeId = stripeId('ch')
    intent.status = 'processing'
    session.status = 'complete'
    if (action === 'pay') this.#receive(session)
    this.#tellSession(session, 'completed')
  }

  /** The bank's word on a debit. */
  settle(session: Session, outcome: 'succeeded' | 'failed'): void {
    if (outcome === 'succeeded') this.#receive(session)
    else if (session.intent) session.intent.status = 'requires_payment_method'
    this.#tellSession(session, `async_payment_${outcome}`)
  }

  expire(session: Session): void {
    session.status = 'expired'
    this.#tellSession(session, 'expired')
  }

  expireOverdue(): void {
    for (const session of this.sessions.overdue()) this.expire(session)
  }

  refunded(refund: Refund): void {
    const { intent } = refund
    this.#tell(intent.session, 'refund.created', refundView(refund))
    this.#tell(intent.session, 'charge.refunded', chargeView(intent))
  }

  settleRefund(refund: Refund, status: 'succeeded' | 'failed'): void {
    this.refunds.settle(refund, status)
    const { session } = refund.intent
    this.#tell(session, 'refund.updated', refundView(refund))
    if (status === 'failed') this.#tell(session, 'refund.failed', refundView(refund))
  }

  #receive(session: Session): void {
    const intent = this.sessions.attempt(session)
    intent.status = 'succeeded'
    session.paymentStatus = 'paid'
    this.#tell(session, 'charge.succeeded', chargeView(intent))
    this.#tell(session, 'payment_intent.succeeded', intentView(intent))
  }

  #tellSession(session: Session, what: string): void {
    this.#tell(session, `checkout.session.${what}`, sessionView(session, this.origin))
  }

  #tell(session: Session, type: string, object: unknown): void {
    this.endpoints.tell(session.merchant, type, session.id, object)
  }
}
