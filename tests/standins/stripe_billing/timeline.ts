import type { Changes } from './changes.js'
import { DAY, HOUR } from './calendar.js'
import type { TestClock } from './records.js'
import type { Invoice, Subscription } from './subscription_records.js'
import type { Schedules } from './schedules.js'
import type { Subscriptions } from './subscriptions.js'
import type { BillingWorld } from './world.js'

interface Due {
  at: number
  run: () => void
}

const TRIAL_WARNING_DAYS = 3
const INCOMPLETE_SECONDS = 23 * HOUR
const LIVING = ['trialing', 'active', 'past_due', 'unpaid']
/** More in one go than any test needs: a stand-in that turns in circles shall say so. */
const MOST_STEPS = 20_000

/** Does what is due, in the order in which it is due. */
export class Timeline {
  constructor(
    private readonly world: BillingWorld,
    private readonly subscriptions: Subscriptions,
    private readonly changes: Changes,
    private readonly schedules: Schedules
  ) {}

  /** All that is due by a moment, for one test clock or for those without. */
  catchUp(until: number, clock: TestClock | null): void {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const next = this.#earliest(until, clock)
      if (!next) return
      if (clock) clock.frozenTime = Math.max(clock.frozenTime, next.at)
      next.run()
    }
    throw new Error('The time of the stand-in does not pass')
  }

  #earliest(until: number, clock: TestClock | null): Due | undefined {
    let first: Due | undefined
    const consider = (due: Due) => {
      if (due.at <= until && (!first || due.at < first.at)) first = due
    }
    // In the order of their making, so that what is due at once happens in that order.
    for (const subscription of this.world.subscriptions.all().reverse()) {
      if (subscription.customer.clock !== clock) continue
      for (const due of this.#ofSubscription(subscription)) consider(due)
    }
    for (const invoice of this.world.invoices.all().reverse()) {
      if (invoice.customer.clock !== clock) continue
      for (const due of this.#ofInvoice(invoice)) consider(due)
    }
    return first
  }

  #ofInvoice(invoice: Invoice): Due[] {
    const { invoicing } = this.subscriptions
    const { status, finalizesAt, nextAttempt, autoAdvance } = invoice
    if (!autoAdvance) return []
    if (status === 'draft' && finalizesAt !== null) {
      const at = finalizesAt
      const run = () => {
        invoicing.finalize(invoice, at)
        invoicing.attempt(invoice, at)
      }
      return [{ at, run }]
    }
    if (status === 'open' && nextAttempt !== null) {
      return [{ at: nextAttempt, run: () => invoicing.attempt(invoice, nextAttempt) }]
    }
    return []
  }

  #ofSubscription(subscription: Subscription): Due[] {
    const { status, created, pendingUpdate, cancelAt, pauseCollection, periodEnd } = subscription
    if (status === 'incomplete') {
      return [{ at: created + INCOMPLETE_SECONDS, run: () => this.#expire(subscription) }]
    }
    if (!LIVING.includes(status)) return []
    const due: Due[] = [...this.#warnings(subscription)]
    if (pendingUpdate) {
      const at = pendingUpdate.expiresAt
      due.push({ at, run: () => this.changes.expirePending(subscription, at) })
    }
    if (pauseCollection?.resumesAt) {
      due.push({ at: pauseCollection.resumesAt, run: () => this.#resumeCollection(subscription) })
    }
    if (cancelAt !== null) {
      const run = () => this.subscriptions.cancel(subscription, cancelAt, subscription.cancelReason)
      due.push({ at: cancelAt, run })
    }
    const run = () => {
      this.subscriptions.renew(subscription, periodEnd, () => {
        this.schedules.atRenewal(subscription, periodEnd)
      })
    }
    due.push({ at: periodEnd, run }, ...this.#phases(subscription))
    return due
  }

  /** After the renewal of the same moment, which has taken on the phase's items by then. */
  #phases(subscription: Subscription): Due[] {
    const schedule = this.schedules.of(subscription)
    if (!schedule) return []
    const turned = this.#turned.get(schedule.id) ?? schedule.created
    const at = this.schedules.turnsAt(schedule, turned)
    if (at === null) return []
    const run = () => {
      this.#turned.set(schedule.id, at)
      this.schedules.turn(schedule, at)
    }
    return [{ at, run }]
  }

  readonly #turned = new Map<string, number>()

  #warnings(subscription: Subscription): Due[] {
    const { status, trialEnd, trialStart, periodEnd, periodStart } = subscription
    if (status === 'trialing' && trialEnd !== null && !subscription.trialEndTold) {
      const at = Math.max(trialStart ?? 0, trialEnd - TRIAL_WARNING_DAYS * DAY)
      const run = () => {
        subscription.trialEndTold = true
        this.subscriptions.tracker.tell('trial_will_end', subscription)
      }
      return [{ at, run }]
    }
    const at = periodEnd - this.world.settings.upcomingDays * DAY
    const isTold = subscription.upcomingTold === periodEnd
    if (isTold || subscription.cancelAtPeriodEnd || at <= periodStart) return []
    const run = () => {
      subscription.upcomingTold = periodEnd
      const preview = this.world.viewOf(this.changes.preview(subscription, null, at))
      // It does not exist yet, and so has no number.
      this.world.tell('invoice.upcoming', { ...preview, id: undefined })
    }
    return [{ at, run }]
  }

  #expire(subscription: Subscription): void {
    const { invoicing, tracker } = this.subscriptions
    const invoice = this.world.invoices.find(subscription.latestInvoice)
    const at = subscription.created + INCOMPLETE_SECONDS
    tracker.act(subscription, () => {
      subscription.status = 'incomplete_expired'
      subscription.endedAt = at
      if (invoice?.status === 'open') invoicing.void(invoice, at)
    })
  }

  #resumeCollection(subscription: Subscription): void {
    this.subscriptions.tracker.act(subscription, () => {
      subscription.pauseCollection = null
    })
  }
}
