import { Params } from '../stripe/params.js'
import { Refusal } from '../stripe/refusals.js'
import { newCard } from './cards.js'
import type { Changes } from './changes.js'
import { customerView } from './customer_views.js'
import { differences } from './events.js'
import { attached } from './method_routes.js'
import type { CardKind, Customer, Price } from './records.js'
import type { PortalSession } from './session_records.js'
import type { Subscription } from './subscription_records.js'
import { changedItems } from './subscription_request.js'
import type { Subscriptions } from './subscriptions.js'
import type { BillingWorld } from './world.js'

/** What a customer may do in the portal. */
export class PortalDesk {
  constructor(
    private readonly world: BillingWorld,
    private readonly subscriptions: Subscriptions,
    private readonly changes: Changes
  ) {}

  /** Those that have not ended. */
  subscriptionsOf({ customer }: PortalSession): Subscription[] {
    return this.world.subscriptions
      .all()
      .filter((one) => one.customer.id === customer && one.endedAt === null)
  }

  /** What the first item of a subscription may be switched to. */
  choicesFor(subscription: Subscription): Price[] {
    return this.world.prices
      .all()
      .filter(
        (price) =>
          price.active &&
          price.currency === subscription.currency &&
          price.recurring?.usage === 'licensed' &&
          price.id !== subscription.items[0]?.price.id
      )
  }

  /** Another card for all that is to come. @throws Refusal 402 */
  changeCard(customer: Customer, kind: CardKind): void {
    const { world } = this
    const before = customerView(customer)
    const method = newCard(kind, customer.id, world.nowOf(customer))
    attached(world, world.methods.put(method))
    customer.defaultPaymentMethod = method.id
    const after = customerView(customer)
    world.tell('customer.updated', after, differences(before, after))
    for (const subscription of world.subscriptions.all()) {
      if (subscription.customer !== customer || subscription.endedAt !== null) continue
      this.subscriptions.tracker.act(subscription, () => {
        if (subscription.defaultPaymentMethod !== null)
          subscription.defaultPaymentMethod = method.id
      })
    }
  }

  /** At the period's end, or not after all. @throws Refusal while a schedule rules it */
  endsAtPeriodEnd(subscription: Subscription, ends: boolean): void {
    this.#free(subscription)
    this.subscriptions.tracker.act(subscription, () => {
      subscription.cancelAtPeriodEnd = ends
      subscription.canceledAt = ends ? this.world.nowOf(subscription.customer) : null
      subscription.cancelReason = ends ? 'cancellation_requested' : null
    })
  }

  /** Another plan at once, prorated and paid, or not at all. @throws Refusal */
  switchTo(subscription: Subscription, price: string, quantity?: number): void {
    this.#free(subscription)
    const now = this.world.nowOf(subscription.customer)
    const fields = new URLSearchParams({
      'items[0][id]': subscription.items[0]?.id ?? '',
      'items[0][price]': price,
      'items[0][quantity]': String(quantity ?? subscription.items[0]?.quantity ?? 1),
    })
    const params = new Params(fields, [/./])
    const items = changedItems(this.world, subscription, params, 'items', now)
    this.changes.items(
      subscription,
      { items, proration: 'always_invoice', payment: 'error_if_incomplete', date: now },
      now
    )
  }

  #free({ schedule }: Subscription): void {
    if (schedule === null) return
    throw new Refusal('A change is scheduled for this subscription; it cannot be changed here.')
  }
}
