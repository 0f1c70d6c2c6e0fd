import type { ReceivedMessage } from '../inbox/inbox.js'
import type { CallLog } from '../kit/calls.js'
import { addControlRoutes, controlBody, StandInControl } from '../kit/control.js'
import type { FaultQueue } from '../kit/faults.js'
import { ControlError, optionalNumber, requireText } from '../kit/guards.js'
import { json } from '../kit/reply.js'
import type { Routes } from '../kit/routes.js'
import { parsePrepaid, type PrepaidAccount, type PrepaidOptions } from './accounts.js'
import type { PrepaidDesk } from './desk.js'

/** What a test may do to a prepaid SMS provider. */
export class PrepaidControl extends StandInControl {
  constructor(
    private readonly desk: PrepaidDesk,
    calls: CallLog,
    faults: FaultQueue
  ) {
    super(desk.clock, calls, faults)
  }

  /** Adds an account, or replaces the one with the same key. */
  addAccount(options: PrepaidOptions): PrepaidAccount {
    return this.desk.addAccount(options)
  }

  /** @throws ControlError when nobody has this key. */
  account(apiKey: string): PrepaidAccount {
    const account = this.desk.find(apiKey)
    if (!account) throw new ControlError('There is no account with this "apiKey"')
    return account
  }

  /** @param taka whole or broken */
  setBalance(apiKey: string, taka: number): void {
    this.account(apiKey).setBalance(taka)
  }

  /** What the phones received, the newest first. */
  messages(number?: string): ReceivedMessage[] {
    return this.desk.inbox.messages(number)
  }

  clearInbox(): void {
    this.desk.inbox.clear()
  }

  /**
   * Lets the delivery report of an order say this word of the provider's.
   *
   * @throws ControlError when there is no such order
   */
  deliver(id: string, status = 'Delivered'): void {
    if (!this.desk.report(id, status)) throw new ControlError('There is no order with this id')
  }
}

export function addPrepaidControlRoutes(routes: Routes, control: PrepaidControl): void {
  addControlRoutes(routes, control)
  routes
    .add('POST', '/__control/accounts', (request) => {
      control.addAccount(parsePrepaid(controlBody(request)))
      return json({}, 201)
    })
    .add('GET', '/__control/accounts/:key', (request) =>
      json({ balance: control.account(request.params.key ?? '').balance / 100 })
    )
    .add('PATCH', '/__control/accounts/:key', (request) => {
      const taka = optionalNumber(controlBody(request), 'balance')
      if (taka === undefined) throw new ControlError('"balance" is missing')
      control.setBalance(request.params.key ?? '', taka)
      return json({})
    })
    .add('POST', '/__control/reports/:id', (request) => {
      control.deliver(request.params.id ?? '', requireText(controlBody(request), 'status'))
      return json({})
    })
    .add('DELETE', '/__control/inbox', () => {
      control.clearInbox()
      return json({})
    })
}
