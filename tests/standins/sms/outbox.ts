import { randomBytes } from 'node:crypto'
import type { Inbox, ReceivedMessage } from '../inbox/inbox.js'
import { splitIntoSegments } from '../inbox/segments.js'

/** A message as the provider took it. */
export interface Order {
  /** The account's id. */
  account: string
  to: string
  from: string
  text: string
  /** The id the customer gave, where he may. */
  reference?: string
  /** Where its delivery reports go. */
  statusUrl?: string
}

export interface SentMessage extends ReceivedMessage, Order {
  /** E.164. */
  to: string
  providerId: string
  /** The provider's own word for how far it came. */
  state: string
}

export type Outcome = 'sent' | 'delivered' | 'failed'

export const OUTCOMES: readonly Outcome[] = ['sent', 'delivered', 'failed']

/** What one provider has taken, by its own ids; the phones receive it at once. */
export class Outbox {
  readonly #byInboxId = new Map<number, SentMessage>()
  readonly #byProviderId = new Map<string, SentMessage>()

  constructor(private readonly inbox: Inbox) {}

  /** @param ids the message's, and those of its further parts where each part has one */
  send(order: Order, state: string, ids: readonly [string, ...string[]]): SentMessage {
    const received = this.inbox.receive(order.to, order.from, order.text)
    const message = { ...order, ...received, providerId: ids[0], state }
    this.#byInboxId.set(received.id, message)
    for (const id of ids) this.#byProviderId.set(id, message)
    return message
  }

  find(providerId: string): SentMessage | undefined {
    return this.#byProviderId.get(providerId)
  }

  /** Newest first; of other providers that share the inbox none. */
  messages(number?: string): SentMessage[] {
    return this.inbox.messages(number).flatMap(({ id }) => this.#byInboxId.get(id) ?? [])
  }
}

export function segmentsOf(text: string): number {
  return splitIntoSegments(text).parts.length
}

export function hexId(prefix: string, octets = 16): string {
  return `${prefix}${randomBytes(octets).toString('hex')}`
}
