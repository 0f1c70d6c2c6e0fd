import type { Clock } from '../kit/clock.js'
import { stripeId, type Merchant } from './merchants.js'
import { noSuch } from './refusals.js'
import type { SessionRequest } from './session_request.js'

/** The money side of a session: born with the first attempt to pay, not before. */
export interface Intent {
  id: string
  session: Session
  status: 'requires_payment_method' | 'processing' | 'succeeded'
  chargeId: string | null
  refundedMinor: number
  createdAt: number
}

export interface Session extends SessionRequest {
  id: string
  merchant: Merchant
  status: 'open' | 'complete' | 'expired'
  paymentStatus: 'unpaid' | 'paid'
  intent: Intent | null
  createdAt: number
}

export class SessionBook {
  readonly #sessions = new Map<string, Session>()

  constructor(private readonly clock: Clock) {}

  create(merchant: Merchant, request: SessionRequest): Session {
    const session: Session = {
      ...request,
      id: stripeId(merchant.live ? 'cs_live' : 'cs_test', 58),
      merchant,
      status: 'open',
      paymentStatus: 'unpaid',
      intent: null,
      createdAt: this.clock.now(),
    }
    this.#sessions.set(session.id, session)
    return session
  }

  find(id: string): Session | undefined {
    return this.#sessions.get(id)
  }

  all(): Session[] {
    return [...this.#sessions.values()]
  }

  /** @throws Refusal for a session that is not there or is another account's. */
  of(merchant: Merchant, id: string): Session {
    const session = this.find(id)
    if (session?.merchant.accountId !== merchant.accountId) {
      throw noSuch('checkout.session', id, 'session')
    }
    return session
  }

  /** By the intent's or the charge's number. @throws Refusal */
  intentOf(merchant: Merchant, id: string): Intent {
    const intent = this.all()
      .filter((session) => session.merchant.accountId === merchant.accountId)
      .map((session) => session.intent)
      .find((one) => one !== null && (one.id === id || one.chargeId === id))
    if (!intent) throw noSuch(id.startsWith('ch_') ? 'charge' : 'payment_intent', id, 'intent')
    return intent
  }

  /** Begins or goes on with paying. */
  attempt(session: Session): Intent {
    session.intent ??= {
      id: stripeId('pi'),
      session,
      status: 'requires_payment_method',
      chargeId: null,
      refundedMinor: 0,
      createdAt: this.clock.now(),
    }
    return session.intent
  }

  overdue(): Session[] {
    return this.all().filter(
      (session) => session.status === 'open' && session.expiresAt <= this.clock.now()
    )
  }
}
