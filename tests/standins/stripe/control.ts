import type { CallLog } from '../kit/calls.js'
import type { Clock } from '../kit/clock.js'
import { addControlRoutes, controlBody, StandInControl } from '../kit/control.js'
import type { FaultQueue } from '../kit/faults.js'
import { ControlError } from '../kit/guards.js'
import { addNoticeRoutes } from '../kit/notice_control.js'
import type { NoticeBoard } from '../kit/notices.js'
import { json } from '../kit/reply.js'
import type { Routes } from '../kit/routes.js'
import { parseMerchant, type AccountCredentials } from './merchants.js'
import { parseAction, wayBack } from './pay_routes.js'
import type { Session } from './session_book.js'
import type { CustomerAction, StripeWorld } from './world.js'

type Outcome = 'succeeded' | 'failed'

/** What a test may do to Stripe. */
export class StripeControl extends StandInControl {
  constructor(
    private readonly world: StripeWorld,
    clock: Clock,
    calls: CallLog,
    faults: FaultQueue
  ) {
    super(clock, calls, faults)
  }

  /** The events that went to webhook endpoints, and when they go. */
  get notices(): NoticeBoard {
    return this.world.notices
  }

  /** Lets seconds pass, and sessions expire in them. */
  override advance(seconds: number): void {
    super.advance(seconds)
    this.world.expireOverdue()
  }

  addMerchant(credentials: AccountCredentials): void {
    this.world.merchants.add(credentials)
  }

  sessions(): Session[] {
    return this.world.sessions.all()
  }

  /** @throws ControlError when there is no such session. */
  session(id: string): Session {
    const session = this.world.sessions.find(id)
    if (!session) throw new ControlError(`There is no session "${id}"`)
    return session
  }

  /**
   * Does what the customer does on the page, without a browser.
   * @returns the address to which Stripe would now send that browser, if it would.
   * @throws ControlError when the session is not open.
   */
  complete(id: string, action: CustomerAction): string | undefined {
    const session = this.session(id)
    if (session.status !== 'open') throw new ControlError(`The session is ${session.status}`)
    this.world.act(session, action)
    return wayBack(session, action)
  }

  /** The bank's word on a debit. @throws ControlError unless it waits for one. */
  settle(id: string, outcome: Outcome): void {
    const session = this.session(id)
    if (session.intent?.status !== 'processing') throw new ControlError('No debit is under way')
    this.world.settle(session, outcome)
  }

  /** Whether refunds from now on wait for a bank. */
  useRefundStatus(status: 'pending' | 'succeeded'): void {
    this.world.refunds.firstStatus = status
  }

  /** The bank's word on a refund. @throws ControlError unless it waits for one. */
  settleRefund(refundId: string, outcome: Outcome): void {
    const refund = this.world.refunds.find(refundId)
    if (refund?.status !== 'pending') throw new ControlError('No such refund is pending')
    this.world.settleRefund(refund, outcome)
  }
}

export function addStripeControlRoutes(routes: Routes, control: StripeControl): void {
  addControlRoutes(routes, control)
  addNoticeRoutes(routes, control.notices)
  routes
    .add('GET', '/__control/payments', () =>
      json({ payments: control.sessions().map(controlView) })
    )
    .add('GET', '/__control/payments/:id', ({ params }) =>
      json(controlView(control.session(params.id ?? '')))
    )
    .add('POST', '/__control/payments/:id/complete', (request) => {
      const action = parseAction(controlBody(request).action)
      if (!action) throw new ControlError('"action" must be pay, debit, cancel or fail')
      return json({ callbackUrl: control.complete(request.params.id ?? '', action) ?? null })
    })
    .add('POST', '/__control/payments/:id/settle', (request) => {
      control.settle(request.params.id ?? '', outcomeOf(controlBody(request).outcome))
      return json({})
    })
    .add('POST', '/__control/refunds/:id', (request) => {
      control.settleRefund(request.params.id ?? '', outcomeOf(controlBody(request).outcome))
      return json({})
    })
    .add('POST', '/__control/merchants', (request) => {
      control.addMerchant(parseMerchant(controlBody(request)))
      return json({}, 201)
    })
    .add('POST', '/__control/settings', (request) => {
      const { refunds } = controlBody(request)
      if (refunds === 'pending' || refunds === 'succeeded') control.useRefundStatus(refunds)
      return json({})
    })
}

function outcomeOf(value: unknown): Outcome {
  if (value === 'succeeded' || value === 'failed') return value
  throw new ControlError('"outcome" must be succeeded or failed')
}

/** A session without its account's key. */
function controlView({ merchant, intent, ...session }: Session) {
  return {
    ...session,
    merchant: merchant.accountId,
    intent: intent && { id: intent.id, status: intent.status, refundedMinor: intent.refundedMinor },
  }
}
