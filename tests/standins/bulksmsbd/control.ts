import type { CallLog } from '../kit/calls.js'
import type { Clock } from '../kit/clock.js'
import { addControlRoutes, controlBody, StandInControl } from '../kit/control.js'
import type { FaultQueue } from '../kit/faults.js'
import { ControlError, isText, type JsonRecord } from '../kit/guards.js'
import { json } from '../kit/reply.js'
import type { Routes } from '../kit/routes.js'
import type { ReceivedMessage } from '../inbox/inbox.js'
import { parseAccount, type SmsAccount, type SmsAccountOptions } from './accounts.js'
import type { SmsDesk } from './desk.js'
import type { ReplyStyle } from './replies.js'

/** What a test may do to BulkSMSBD. */
export class BulkSmsBdControl extends StandInControl {
  constructor(
    private readonly desk: SmsDesk,
    clock: Clock,
    calls: CallLog,
    faults: FaultQueue
  ) {
    super(clock, calls, faults)
  }

  /** Adds an account, or replaces the one with the same key. */
  addAccount(options: SmsAccountOptions): SmsAccount {
    return this.desk.addAccount(options)
  }

  /** The account, to set its balance, validity, verification or allowed addresses. */
  account(apiKey: string): SmsAccount {
    const account = this.desk.find(apiKey)
    if (!account) throw new ControlError('There is no account with this "apiKey"')
    return account
  }

  messages(number?: string): ReceivedMessage[] {
    return this.desk.inbox.messages(number)
  }

  clearInbox(): void {
    this.desk.inbox.clear()
  }

  useReplyStyle(style: ReplyStyle): void {
    this.desk.replyStyle = style
  }
}

export function addBulkSmsBdControlRoutes(routes: Routes, control: BulkSmsBdControl): void {
  addControlRoutes(routes, control)
  routes
    .add('POST', '/__control/accounts', (request) => {
      control.addAccount(parseAccount(controlBody(request)))
      return json({}, 201)
    })
    .add('GET', '/__control/accounts/:key', (request) =>
      json({ balance: control.account(request.params.key ?? '').balance })
    )
    .add('PATCH', '/__control/accounts/:key', (request) => {
      changeAccount(control.account(request.params.key ?? ''), controlBody(request))
      return json({})
    })
    .add('POST', '/__control/settings', (request) => {
      const { replyStyle } = controlBody(request)
      if (replyStyle !== 'json' && replyStyle !== 'bare') {
        throw new ControlError('"replyStyle" must be json or bare')
      }
      control.useReplyStyle(replyStyle)
      return json({})
    })
    .add('DELETE', '/__control/inbox', () => {
      control.clearInbox()
      return json({})
    })
}

function changeAccount(account: SmsAccount, body: JsonRecord): void {
  const { balance, verified, valid, allowedIps } = body
  if (typeof balance === 'number') account.setBalance(balance)
  if (typeof verified === 'boolean') account.verified = verified
  if (typeof valid === 'boolean') account.valid = valid
  if (allowedIps === null) account.allowedIps = undefined
  else if (Array.isArray(allowedIps)) account.allowedIps = allowedIps.filter(isText)
}
