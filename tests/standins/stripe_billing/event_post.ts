import { setTimeout as sleep } from 'node:timers/promises'
import { callOut } from '../kit/notices.js'
import { signatureHeader, type Endpoint } from '../stripe/endpoints.js'
import { eventView, type BillingEvent } from './events.js'

export interface Delivery {
  event: string
  type: string
  url: string
  /** One entry for each attempt: an HTTP status, or why there was none. */
  attempts: (number | string)[]
}

/** How a delivery differs from an honest one. */
export interface Twist {
  /** How long ago it says it was signed, in seconds. */
  age?: number
  /** Signed with this instead of the endpoint's secret. */
  secret?: string
  /** Changes the body after it was signed. */
  tampered?: boolean
  /** How often it is sent, all at once. */
  copies?: number
}

interface Waiting {
  event: BillingEvent
  endpoint: Endpoint
}

/** Sends events, signed anew at each attempt, and again while they are not taken with 2xx. */
export class EventPost {
  /** Stripe tries for three days, in a sandbox three times in hours; here it is seconds. */
  retryDelaysMs = [200, 1000, 3000]
  /** While held, events wait for `release`. */
  held = false
  /** How often each event goes out by itself. */
  copies = 1
  readonly deliveries: Delivery[] = []
  #waiting: Waiting[] = []
  readonly #running = new Set<Promise<void>>()
  readonly #stopped = new AbortController()

  send(event: BillingEvent, endpoints: readonly Endpoint[]): void {
    for (const endpoint of endpoints) {
      if (this.held) this.#waiting.push({ event, endpoint })
      else this.#start(event, endpoint, { copies: this.copies })
    }
  }

  /** Lets go what was held: as it happened, backwards, or in any order; one after another. */
  async release(order: 'happened' | 'reversed' | 'shuffled' = 'happened'): Promise<void> {
    this.held = false
    const waiting = this.#waiting
    this.#waiting = []
    if (order === 'reversed') waiting.reverse()
    if (order === 'shuffled') waiting.sort(() => Math.random() - 0.5)
    for (const { event, endpoint } of waiting) {
      this.#start(event, endpoint, { copies: this.copies })
      await this.idle()
    }
  }

  /** Sends an event that was told of before once more, or as nobody honest would. */
  async again(event: BillingEvent, endpoints: readonly Endpoint[], twist: Twist): Promise<void> {
    for (const endpoint of endpoints) this.#start(event, endpoint, twist)
    await this.idle()
  }

  /** Resolves when nothing is under way, retries included. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.idle()
  }

  #start(event: BillingEvent, endpoint: Endpoint, twist: Twist): void {
    for (let copy = 0; copy < (twist.copies ?? 1); copy += 1) {
      const delivery: Delivery = {
        event: event.id,
        type: event.type,
        url: endpoint.url,
        attempts: [],
      }
      this.deliveries.push(delivery)
      const running = this.#deliver(event, endpoint, twist, delivery)
        .catch((error: unknown) => void delivery.attempts.push(String(error)))
        .finally(() => this.#running.delete(running))
      this.#running.add(running)
    }
  }

  async #deliver(
    event: BillingEvent,
    endpoint: Endpoint,
    twist: Twist,
    delivery: Delivery
  ): Promise<void> {
    const { signal } = this.#stopped
    for (const wait of [0, ...this.retryDelaysMs]) {
      if (wait > 0) await sleep(wait, undefined, { signal, ref: false })
      if (signal.aborted) return
      const result = await callOut(message(event, endpoint, twist), signal)
      delivery.attempts.push(result)
      if (typeof result === 'number' && result >= 200 && result < 300) return
    }
  }
}

function message(event: BillingEvent, endpoint: Endpoint, twist: Twist) {
  const body = JSON.stringify(eventView(event), null, 2)
  const signedAt = Math.floor(Date.now() / 1000) - (twist.age ?? 0)
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'stripe-signature': signatureHeader(body, twist.secret ?? endpoint.secret, signedAt),
  }
  const sent =
    twist.tampered === true ? body.replace('"livemode": false', '"livemode": true') : body
  return {
    about: event.id,
    method: 'POST' as const,
    url: endpoint.url,
    body: sent,
    headers: { ...headers, 'content-length': String(Buffer.byteLength(sent)) },
  }
}
