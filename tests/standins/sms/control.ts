import { addControlRoutes, controlBody, StandInControl } from '../kit/control.js'
import { ControlError, optionalNumber, optionalText } from '../kit/guards.js'
import { addNoticeRoutes } from '../kit/notice_control.js'
import type { NoticeBoard, NoticeCall } from '../kit/notices.js'
import { json } from '../kit/reply.js'
import type { AccountBook, SmsAccount } from './accounts.js'
import { OUTCOMES, type Outbox, type Outcome, type SentMessage } from './outbox.js'
import type { SmsParts } from './start.js'

export interface Delivery {
  /** By the id under which the customer was told of it. */
  id: string
  message: SentMessage
  outcome: Outcome
  /** The provider's code for why, when it failed. */
  code?: string
}

export interface SmsBooks<Options, Account extends SmsAccount> {
  accounts: AccountBook<Options, Account>
  outbox: Outbox
  /** The provider's report of a delivery; null when there is nowhere to send it. */
  report(delivery: Delivery): NoticeCall | null
}

/** What a test may do to an SMS provider that tells of deliveries. */
export class SmsControl<Options, Account extends SmsAccount> extends StandInControl {
  readonly notices: NoticeBoard

  constructor(
    parts: SmsParts,
    private readonly books: SmsBooks<Options, Account>
  ) {
    super(parts.clock, parts.calls, parts.faults)
    this.notices = parts.notices
  }

  addAccount(options: Options): Account {
    return this.books.accounts.add(options)
  }

  account(id: string): Account {
    const account = this.books.accounts.find(id)
    if (!account) throw new ControlError('There is no such account')
    return account
  }

  /** @param balance in the account's currency, whole or broken */
  setBalance(id: string, balance: number): void {
    this.account(id).purse.set(balance)
  }

  /** What was taken, newest first. */
  messages(number?: string): SentMessage[] {
    return this.books.outbox.messages(number)
  }

  /** A message meets its fate, and the customer's server is told; resolves when it has answered. */
  async deliver(id: string, outcome: Outcome, code?: string): Promise<void> {
    const message = this.books.outbox.find(id)
    if (!message) throw new ControlError('There is no such message')
    const report = this.books.report({ id, message, outcome, code })
    if (report) this.notices.send(report)
    await this.notices.idle()
  }
}

export function addSmsControlRoutes<Options, Account extends SmsAccount>(
  { asideRoutes, notices }: SmsParts,
  control: SmsControl<Options, Account>
): void {
  addControlRoutes(asideRoutes, control)
  addNoticeRoutes(asideRoutes, notices)
  asideRoutes
    .add('GET', '/__control/messages', () => json({ messages: control.messages() }))
    .add('POST', '/__control/messages/:id/deliver', async (request) => {
      const body = controlBody(request)
      const outcome = OUTCOMES.find((known) => known === body.outcome)
      if (!outcome) throw new ControlError(`"outcome" must be one of ${OUTCOMES.join(', ')}`)
      await control.deliver(request.params.id ?? '', outcome, optionalText(body, 'code'))
      return json({})
    })
    .add('PATCH', '/__control/accounts/:id', (request) => {
      const balance = optionalNumber(controlBody(request), 'balance')
      if (balance === undefined) throw new ControlError('"balance" is missing')
      control.setBalance(request.params.id ?? '', balance)
      return json({})
    })
}
