import type { Clock } from '../kit/clock.js'
import { NoticeBoard } from '../kit/notices.js'
import type { AmountStyle } from '../kit/taka.js'
import { BKASH, VISA } from './cards.js'
import { RefundDesk } from './refund_desk.js'
import { SessionBook, type Session } from './session_book.js'
import { Stores } from './stores.js'
import { callbackFields } from './views.js'

export type CustomerAction = 'pay' | 'cancel' | 'fail'
export type PayMethod = 'bkash' | 'visa' | 'risky'

export interface SslcommerzSettings {
  amounts: AmountStyle
  /** One transaction of a `tran_id` comes in an array or bare: both were met. */
  singleElement: 'array' | 'object'
}

/** Everything the stand-in knows. */
export class SslcommerzWorld {
  readonly settings: SslcommerzSettings = { amounts: 'two', singleElement: 'array' }
  readonly stores = new Stores()
  readonly notices = new NoticeBoard()
  readonly sessions: SessionBook
  readonly refunds: RefundDesk

  constructor(
    readonly clock: Clock,
    /** Origin of `GatewayPageURL`; the one the merchant called when left out. */
    readonly publicUrl?: string
  ) {
    this.sessions = new SessionBook(clock)
    this.refunds = new RefundDesk(this.sessions, clock)
  }

  /** What the customer does ends the session, and the merchant's server is told. */
  act(session: Session, action: CustomerAction, method: PayMethod = 'bkash'): void {
    const card = method === 'bkash' ? BKASH : VISA
    if (action === 'pay') this.sessions.pay(session, card, method === 'risky')
    else if (action === 'fail') this.sessions.fail(session, card)
    else this.sessions.cancel(session)
    this.#tell(session)
  }

  expire(session: Session): void {
    this.sessions.expire(session)
    this.#tell(session)
  }

  #tell(session: Session): void {
    if (session.ipnUrl === undefined) return
    const fields = callbackFields(session, this.settings.amounts)
    const body = new URLSearchParams(fields).toString()
    this.notices.send({ about: session.sessionKey, method: 'POST', url: session.ipnUrl, body })
  }
}
