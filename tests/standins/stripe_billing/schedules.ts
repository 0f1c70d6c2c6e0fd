import { stripeId } from '../stripe/merchants.js'
import type { ChangeOrder, Changes } from './changes.js'
import type { Item, Phase, Schedule, Subscription } from './subscription_records.js'
import { scheduleView } from './subscription_views.js'
import { newItem } from './new_subscription.js'
import type { Subscriptions } from './subscriptions.js'
import type { BillingWorld } from './world.js'

/** What a subscription is to become later (docs.stripe.com/billing/subscriptions/subscription-schedules). */
export class Schedules {
  constructor(
    private readonly world: BillingWorld,
    private readonly subscriptions: Subscriptions,
    private readonly changes: Changes
  ) {}

  /** Its first phase is what the subscription is now, until the period's end. */
  fromSubscription(subscription: Subscription, now: number): Schedule {
    const { customer, items, periodStart, periodEnd } = subscription
    const phase: Phase = {
      start: periodStart,
      end: periodEnd,
      items: items.map(({ price, quantity, metadata }) => ({ price, quantity, metadata })),
      metadata: {},
      proration: 'create_prorations',
      trialEnd: subscription.status === 'trialing' ? subscription.trialEnd : null,
    }
    const schedule = this.world.schedules.put({
      id: stripeId('sub_sched'),
      customer,
      subscription,
      releasedSubscription: null,
      status: 'active',
      phases: [phase],
      endBehavior: 'release',
      metadata: {},
      created: now,
      canceledAt: null,
      completedAt: null,
      releasedAt: null,
    })
    this.subscriptions.tracker.act(subscription, () => {
      subscription.schedule = schedule.id
    })
    this.tell('created', schedule, now)
    return schedule
  }

  of(subscription: Subscription): Schedule | undefined {
    return this.world.schedules.find(subscription.schedule)
  }

  /** Lets go of the subscription, which stays as it is. */
  release(schedule: Schedule, now: number): void {
    this.#end(schedule, 'released')
    schedule.releasedAt = now
    this.tell('released', schedule, now)
  }

  /** Ends the subscription with it. */
  cancel(schedule: Schedule, now: number): void {
    const { subscription } = schedule
    this.#end(schedule, 'canceled')
    schedule.canceledAt = now
    if (subscription) this.subscriptions.cancel(subscription, now, 'cancellation_requested')
    this.tell('canceled', schedule, now)
  }

  /** When the next phase begins, or the last one ends. */
  turnsAt({ phases, status }: Schedule, now: number): number | null {
    if (status !== 'active') return null
    const turns = phases.flatMap(({ start, end }) => [start, end]).filter((turn) => turn > now)
    return turns.length === 0 ? null : Math.min(...turns)
  }

  /** At a period's end: the items of the phase that begins there, without prorations. */
  atRenewal(subscription: Subscription, at: number): void {
    const schedule = this.of(subscription)
    const phase = schedule?.phases.find(({ start }) => start === at)
    if (phase) subscription.items = itemsOf(phase, subscription, at)
  }

  /** Within a period. Afterwards, if it was the last, the schedule has done its work. */
  turn(schedule: Schedule, at: number): void {
    const { subscription } = schedule
    const phase = schedule.phases.find(({ start }) => start === at)
    if (phase && subscription) {
      const items = itemsOf(phase, subscription, at)
      const proration = phase.proration === 'none' ? 'none' : 'create_prorations'
      if (!sameItems(items, subscription.items)) {
        this.changes.items(
          subscription,
          { items, proration, payment: 'allow_incomplete', date: at },
          at
        )
      }
      this.tell('updated', schedule, at)
      return
    }
    if (schedule.endBehavior === 'cancel') {
      this.#end(schedule, 'completed')
      schedule.completedAt = at
      if (subscription) this.subscriptions.cancel(subscription, at, 'cancellation_requested')
      this.tell('completed', schedule, at)
    } else {
      this.release(schedule, at)
    }
  }

  /** The phase that runs was changed: so is the subscription. */
  applyCurrent(schedule: Schedule, proration: ChangeOrder['proration'], now: number): void {
    const { subscription } = schedule
    const phase = schedule.phases.find(({ start, end }) => start <= now && now < end)
    if (!subscription || !phase) return
    const items = itemsOf(phase, subscription, now)
    if (sameItems(items, subscription.items)) return
    const order = { items, proration, payment: 'allow_incomplete' as const, date: now }
    this.changes.items(subscription, order, now)
  }

  tell(what: string, schedule: Schedule, now: number): void {
    this.world.tell(`subscription_schedule.${what}`, scheduleView(schedule, now))
  }

  #end(schedule: Schedule, status: Schedule['status']): void {
    const { subscription } = schedule
    schedule.status = status
    if (!subscription) return
    if (status === 'released') {
      schedule.releasedSubscription = subscription.id
      schedule.subscription = null
    }
    this.subscriptions.tracker.act(subscription, () => {
      subscription.schedule = null
    })
  }
}

/** An item of the same price keeps its number; so does the only one of a product that changes. */
function itemsOf(phase: Phase, { items }: Subscription, now: number): Item[] {
  return phase.items.map((wanted, index) => {
    const same = items.find(({ price }) => price.id === wanted.price.id) ?? items[index]
    const item = newItem(wanted, now)
    return same ? { ...item, id: same.id, created: same.created } : item
  })
}

function sameItems(one: readonly Item[], other: readonly Item[]): boolean {
  const told = (items: readonly Item[]) =>
    JSON.stringify(items.map(({ price, quantity }) => [price.id, quantity]))
  return told(one) === told(other)
}
