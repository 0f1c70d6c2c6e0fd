import type { Clock } from '../kit/clock.js'
import { NoticeBoard } from '../kit/notices.js'
import { callbackOf, type CallbackLie } from './callback.js'
import { Merchants } from './merchants.js'
import { PushBook, type Push } from './push_book.js'
import type { ResultCode } from './results.js'
import { TokenDesk } from './token_desk.js'

/** What the customer does with the prompt: enter a PIN, press cancel, or nothing at all. */
export type CustomerAction = 'pay' | 'cancel' | 'timeout'

/** How a query speaks of a payment in flight: all three have been met. */
export const PENDING_STYLES = ['error', 'code', 'blank'] as const
export type PendingStyle = (typeof PENDING_STYLES)[number]

/** The PIN of every customer. */
export const PIN = '1234'

/** Everything the stand-in knows. */
export class MpesaWorld {
  readonly merchants = new Merchants()
  readonly notices = new NoticeBoard()
  /** Cents by number; who is not in it has enough. */
  readonly balances = new Map<string, number>()
  readonly tokens: TokenDesk
  readonly pushes: PushBook
  pendingStyle: PendingStyle = 'error'
  /** Whether a callback address with `mpesa` or `safaricom` in it is refused. */
  wordsMatter = false
  /** For the next callback only. */
  nextLie: CallbackLie | undefined

  constructor(clock: Clock) {
    this.tokens = new TokenDesk(this.merchants, clock)
    this.pushes = new PushBook(clock)
  }

  act(push: Push, action: CustomerAction, pin = PIN): void {
    if (action === 'pay') this.end(push, this.#charge(push, pin))
    else this.end(push, action === 'cancel' ? '1032' : '1037')
  }

  /** Ends a push and tells the merchant, once: Safaricom does not repeat a callback. */
  end(push: Push, code: ResultCode): void {
    this.pushes.end(push, code)
    const lie = this.nextLie
    this.nextLie = undefined
    this.notices.send(callbackOf(push, lie))
  }

  /** Ends what has waited long enough. */
  endOverdue(): void {
    for (const push of this.pushes.overdue()) this.end(push, push.due.code)
  }

  #charge(push: Push, pin: string): ResultCode {
    if (pin !== PIN) return '2001'
    const balance = this.balances.get(push.msisdn)
    if (balance === undefined) return '0'
    if (balance < push.amountMinor) return '1'
    this.balances.set(push.msisdn, balance - push.amountMinor)
    return '0'
  }
}
