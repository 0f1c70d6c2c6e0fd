import { randomBytes } from 'node:crypto'
import type { Clock } from '../kit/clock.js'
import type { SessionRequest } from './session_request.js'
import type { Store } from './stores.js'

/**
 * `CREATED`: nobody has come yet. `PENDING`: the page was opened. `VALID` turns `VALIDATED` when
 * the merchant asks the validation API; both are money.
 */
export type SessionStatus =
  'CREATED' | 'PENDING' | 'VALID' | 'VALIDATED' | 'FAILED' | 'CANCELLED' | 'UNATTEMPTED' | 'EXPIRED'

/** How the customer pays, in the words of the reply. */
export interface Card {
  card_type: string
  card_no: string
  card_issuer: string
  card_brand: string
  card_sub_brand: string
  card_issuer_country: string
  card_issuer_country_code: string
}

export interface Session extends SessionRequest {
  sessionKey: string
  store: Store
  status: SessionStatus
  createdAt: number
  endedAt?: number
  card?: Card
  risky: boolean
  /** Only what succeeded has one. */
  valId?: string
  bankTranId?: string
  error?: string
}

/** Every session; several may carry the same `tran_id`, one for each attempt. */
export class SessionBook {
  readonly #sessions = new Map<string, Session>()

  constructor(private readonly clock: Clock) {}

  open(store: Store, request: SessionRequest): Session {
    const session: Session = {
      ...request,
      sessionKey: randomBytes(16).toString('hex').toUpperCase(),
      store,
      status: 'CREATED',
      createdAt: this.clock.now(),
      risky: false,
    }
    this.#sessions.set(session.sessionKey, session)
    return session
  }

  find(sessionKey: string): Session | undefined {
    return this.#sessions.get(sessionKey)
  }

  all(): Session[] {
    return [...this.#sessions.values()]
  }

  of(store: Store): Session[] {
    return this.all().filter((session) => session.store.storeId === store.storeId)
  }

  isOpen({ status }: Session): boolean {
    return status === 'CREATED' || status === 'PENDING'
  }

  visit(session: Session): void {
    if (session.status === 'CREATED') session.status = 'PENDING'
  }

  /** The capture: SSLCommerz has no second step. */
  pay(session: Session, card: Card, risky: boolean): void {
    const stamp = new Date(this.clock.now()).toISOString().replace(/\D/g, '').slice(2, 14)
    this.#end(session, 'VALID')
    Object.assign(session, { card, risky })
    session.valId = `${stamp}${randomBytes(9).toString('base64url').replace(/[-_]/g, 'x')}`
    session.bankTranId = `${stamp}${randomBytes(8).toString('hex').slice(0, 15)}`
    delete session.error
  }

  fail(session: Session, card: Card): void {
    this.#end(session, 'FAILED')
    Object.assign(session, { card, error: 'Invalid Card/Declined by the issuer' })
  }

  cancel(session: Session): void {
    this.#end(session, 'CANCELLED')
    session.error = 'Cancelled by User'
  }

  /** The customer never came (`UNATTEMPTED`), or came and let the time run out (`EXPIRED`). */
  expire(session: Session): void {
    this.#end(session, session.status === 'CREATED' ? 'UNATTEMPTED' : 'EXPIRED')
    session.error = 'Payment is not completed within the time'
  }

  #end(session: Session, status: SessionStatus): void {
    session.status = status
    session.endedAt = this.clock.now()
  }
}
