import type { Inbox } from '../inbox/inbox.js'
import type { Clock } from '../kit/clock.js'
import { PrepaidAccount, type PrepaidOptions } from './accounts.js'

/** One text on its way to one number, as a delivery report knows it. */
export interface SentText {
  /** The provider's id of the order; several numbers of one order share it. */
  id: string
  apiKey: string
  /** As the provider writes it, `8801…`. */
  number: string
  /** Poisha. */
  charge: number
  /** In the provider's own word. */
  status: string
}

export interface Order {
  id: string
  from: string
  numbers: readonly string[]
  text: string
  /** What a report says until told otherwise. */
  status: string
}

/** Takes orders, charges for them and delivers into the inbox; all of an order or nothing. */
export class PrepaidDesk {
  readonly #accounts = new Map<string, PrepaidAccount>()
  readonly #sent: SentText[] = []

  constructor(
    readonly inbox: Inbox,
    readonly clock: Clock
  ) {}

  /** Adds an account, or replaces the one with the same key. */
  addAccount(options: PrepaidOptions): PrepaidAccount {
    const account = new PrepaidAccount(options)
    this.#accounts.set(account.apiKey, account)
    return account
  }

  find(apiKey: unknown): PrepaidAccount | undefined {
    return typeof apiKey === 'string' ? this.#accounts.get(apiKey) : undefined
  }

  /** @returns undefined when the balance does not suffice. */
  send(account: PrepaidAccount, order: Order): SentText[] | undefined {
    const charge = account.charge(order.text, order.numbers.length)
    if (charge === undefined) return undefined
    const { id, status } = order
    const texts = order.numbers.map((number) => {
      this.inbox.receive(number, order.from, order.text)
      return { id, apiKey: account.apiKey, number, charge, status }
    })
    this.#sent.push(...texts)
    return texts
  }

  /** What an account sent, the oldest first; with an id, that order alone. */
  sent(account: PrepaidAccount, id?: string): SentText[] {
    return this.#sent.filter(
      (text) => text.apiKey === account.apiKey && (id === undefined || text.id === id)
    )
  }

  /** What reports say of an order from now on. @returns false when there is no such order. */
  report(id: string, status: string): boolean {
    const texts = this.#sent.filter((text) => text.id === id)
    for (const text of texts) text.status = status
    return texts.length > 0
  }
}
