import { differences } from './events.js'
import type { Subscription } from './subscription_records.js'
import { subscriptionView } from './subscription_views.js'
import type { BillingWorld } from './world.js'

/** Tells of a subscription's changes: one event for all that one act changed. */
export class Tracker {
  readonly #open = new Set<string>()

  constructor(private readonly world: BillingWorld) {}

  /** @returns what the act returns; the outermost act is the one told of. */
  act<Result>(subscription: Subscription, work: () => Result): Result {
    if (this.#open.has(subscription.id)) return work()
    const before = subscriptionView(subscription)
    this.#open.add(subscription.id)
    try {
      return work()
    } finally {
      this.#open.delete(subscription.id)
      const previous = differences(before, subscriptionView(subscription))
      if (previous && subscription.status !== 'canceled') {
        this.tell('updated', subscription, previous)
      }
    }
  }

  tell(
    what: string,
    subscription: Subscription,
    previous: Record<string, unknown> | null = null
  ): void {
    this.world.tell(`customer.subscription.${what}`, subscriptionView(subscription), previous)
  }
}
