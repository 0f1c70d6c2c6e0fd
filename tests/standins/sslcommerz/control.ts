import type { CallLog } from '../kit/calls.js'
import type { Clock } from '../kit/clock.js'
import { StandInControl } from '../kit/control.js'
import type { FaultQueue } from '../kit/faults.js'
import { ControlError } from '../kit/guards.js'
import type { NoticeBoard } from '../kit/notices.js'
import type { Refund } from './refund_desk.js'
import type { Session } from './session_book.js'
import type { StoreCredentials } from './stores.js'
import { callbackFields, callbackUrl } from './views.js'
import type { CustomerAction, PayMethod, SslcommerzSettings, SslcommerzWorld } from './world.js'

/** What the customer's browser would now post, from SSLCommerz's origin. */
export interface BrowserPost {
  url: string
  fields: Record<string, string>
}

/** What a test may do to SSLCommerz. */
export class SslcommerzControl extends StandInControl {
  constructor(
    private readonly world: SslcommerzWorld,
    clock: Clock,
    calls: CallLog,
    faults: FaultQueue
  ) {
    super(clock, calls, faults)
  }

  /** What was told to merchants' servers, and when it is told. */
  get notices(): NoticeBoard {
    return this.world.notices
  }

  /** Adds a store, or replaces the one with the same id. */
  addMerchant(credentials: StoreCredentials): void {
    this.world.stores.add(credentials)
  }

  sessions(): Session[] {
    return this.world.sessions.all()
  }

  /** @throws ControlError when there is no such session. */
  session(sessionKey: string): Session {
    const session = this.world.sessions.find(sessionKey)
    if (!session) throw new ControlError(`There is no session "${sessionKey}"`)
    return session
  }

  /**
   * Does what the customer does on the page, without a browser.
   * @throws ControlError when the session has ended.
   */
  complete(sessionKey: string, action: CustomerAction, method?: PayMethod): BrowserPost {
    this.world.act(this.#openSession(sessionKey), action, method)
    return this.browserPost(sessionKey)
  }

  /** The session's time is over: UNATTEMPTED, or EXPIRED if somebody came. */
  expire(sessionKey: string): void {
    this.world.expire(this.#openSession(sessionKey))
  }

  /** Money that arrives after the session had ended otherwise: a bank that was late. */
  payLate(sessionKey: string): BrowserPost {
    this.world.act(this.session(sessionKey), 'pay')
    return this.browserPost(sessionKey)
  }

  /** The post once more, for a browser that comes twice or late. */
  browserPost(sessionKey: string): BrowserPost {
    const session = this.session(sessionKey)
    return {
      url: callbackUrl(session),
      fields: callbackFields(session, this.world.settings.amounts),
    }
  }

  refunds(): Refund[] {
    return this.world.refunds.all()
  }

  /** Refunds stay `processing` until they are settled. */
  refundsSettle(when: 'at-once' | 'later'): void {
    this.world.refunds.settles = when
  }

  /** @throws ControlError when there is no such refund. */
  settleRefund(refundRefId: string, status: 'refunded' | 'cancelled'): void {
    const refund = this.refunds().find((one) => one.refundRefId === refundRefId)
    if (!refund) throw new ControlError(`There is no refund "${refundRefId}"`)
    this.world.refunds.settle(refund, status)
  }

  use(settings: Partial<SslcommerzSettings>): void {
    Object.assign(this.world.settings, settings)
  }

  #openSession(sessionKey: string): Session {
    const session = this.session(sessionKey)
    if (!this.world.sessions.isOpen(session)) {
      throw new ControlError(`The session is ${session.status}`)
    }
    return session
  }
}
