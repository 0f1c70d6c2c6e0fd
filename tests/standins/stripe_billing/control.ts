import type { CallLog } from '../kit/calls.js'
import { StandInControl } from '../kit/control.js'
import type { FaultQueue } from '../kit/faults.js'
import { ControlError } from '../kit/guards.js'
import type { CheckoutAnswer, CheckoutDesk } from './checkout_desk.js'
import { successUrl } from './checkout_desk.js'
import type { EventPost, Twist } from './event_post.js'
import { newEvent, type BillingEvent } from './events.js'
import type { CardKind } from './records.js'
import type { CheckoutSession } from './session_records.js'
import type { Timeline } from './timeline.js'
import type { BillingWorld, Settings } from './world.js'

export interface Machinery {
  world: BillingWorld
  desk: CheckoutDesk
  timeline: Timeline
  calls: CallLog
  faults: FaultQueue
}

/** What a test may do to Stripe Billing. */
export class StripeBillingControl extends StandInControl {
  readonly #world: BillingWorld
  readonly #desk: CheckoutDesk
  readonly #timeline: Timeline

  constructor({ world, desk, timeline, calls, faults }: Machinery) {
    super(world.clock, calls, faults)
    this.#world = world
    this.#desk = desk
    this.#timeline = timeline
  }

  /** How events travel: held, copied, retried. */
  get post(): EventPost {
    return this.#world.post
  }

  /** What Stripe's Dashboard settles: how often is retried, and what comes after the last. */
  get settings(): Settings {
    return this.#world.settings
  }

  /** Lets seconds pass for all without a test clock, with all that happens in them. */
  override advance(seconds: number): void {
    super.advance(seconds)
    this.#timeline.catchUp(this.#world.now(), null)
    this.#desk.expireOverdue()
  }

  sessions(): CheckoutSession[] {
    return this.#world.checkouts.all()
  }

  /**
   * Does on the page of Checkout what the customer does, without a browser.
   * @returns where the browser would go.
   * @throws ControlError when the session is not open; Refusal for a card that fails.
   */
  checkout(id: string, answer: CheckoutAnswer): string {
    const session = this.#world.checkouts.find(id)
    if (session?.status !== 'open') throw new ControlError(`There is no open session "${id}"`)
    this.#desk.complete(session, answer)
    return successUrl(session)
  }

  /** From now on a customer's cards are of another kind: the bank changed its mind. */
  turnCards(customer: string, kind: CardKind): void {
    const theirs = this.#world.methods.all().filter((method) => method.customer === customer)
    if (theirs.length === 0) throw new ControlError(`"${customer}" has no card`)
    for (const method of theirs) Object.assign(method, { card: kind, charges: 0 })
  }

  /** What happened, the newest first. */
  events(type?: string): BillingEvent[] {
    return this.#world.events.all().filter((event) => type === undefined || event.type === type)
  }

  /** Sends an event once more; with a twist as nobody honest would. @throws ControlError */
  async resend(id: string, twist: Twist = {}): Promise<void> {
    const event = this.#world.events.find(id)
    if (!event) throw new ControlError(`There is no event "${id}"`)
    await this.#sendTo(event, twist)
  }

  /** An event that never happened and that the API does not know. @returns its number */
  async forge(type: string, object: unknown, twist: Twist): Promise<string> {
    const event = newEvent(type, object, this.#world.now())
    await this.#sendTo(event, twist)
    return event.id
  }

  #sendTo(event: BillingEvent, twist: Twist): Promise<void> {
    const { endpoints, account, post } = this.#world
    return post.again(event, endpoints.wanting(account, event.type), twist)
  }
}
