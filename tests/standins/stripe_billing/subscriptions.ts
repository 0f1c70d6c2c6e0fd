import { periodEndAfter } from './calendar.js'
import { Invoicing, type Listener } from './invoicing.js'
import { licensedLines, usageLines } from './lines.js'
import type { Price } from './records.js'
import type { Invoice, Line, Subscription } from './subscription_records.js'
import { begin, recurringOf, type Order } from './new_subscription.js'
import { Tracker } from './tracker.js'
import type { BillingWorld } from './world.js'

/** The life of subscriptions (docs.stripe.com/billing/subscriptions/overview). */
export class Subscriptions implements Listener {
  readonly invoicing: Invoicing
  readonly tracker: Tracker

  constructor(private readonly world: BillingWorld) {
    this.invoicing = new Invoicing(world, this)
    this.tracker = new Tracker(world)
  }

  start(order: Order, now: number): Subscription {
    const subscription = this.world.subscriptions.put(begin(order, now))
    this.tracker.tell('created', subscription)
    const { periodStart, periodEnd, items } = subscription
    const lines = licensedLines(items, { start: periodStart, end: periodEnd })
    const free = order.trialEnd === null ? lines : lines.map(asTrial)
    this.tracker.act(subscription, () => {
      this.#issue(subscription, free, 'subscription_create', now)
    })
    return subscription
  }

  /** A period ends: what was scheduled comes true, or the next period is invoiced. */
  renew(subscription: Subscription, now: number, applyPhase: () => void): void {
    const { customer, status } = subscription
    if (subscription.cancelAtPeriodEnd) {
      this.cancel(subscription, now, subscription.cancelReason)
      return
    }
    const hasMethod = this.world.methodOf(subscription, customer) !== undefined
    if (status === 'trialing' && !hasMethod && subscription.missingMethod !== 'create_invoice') {
      if (subscription.missingMethod === 'cancel') this.cancel(subscription, now, null)
      else this.#pause(subscription)
      return
    }
    this.tracker.act(subscription, () => {
      const ended = { start: subscription.periodStart, end: subscription.periodEnd }
      const used = status === 'trialing' ? [] : this.usageOf(subscription, ended)
      applyPhase()
      this.nextPeriod(subscription, ended.end)
      if (status === 'trialing') subscription.status = 'active'
      const { periodStart: start, periodEnd: end } = subscription
      const lines = [...this.takePending(subscription), ...used]
      this.#draftRenewal(
        subscription,
        [...lines, ...licensedLines(subscription.items, { start, end })],
        ended,
        now
      )
    })
  }

  /**
   * Ends it; what was used and not yet billed is, unless told otherwise.
   *
   * @param credit for the time that was paid and not used: its invoice is final at once, and what it
   * comes to below zero is the customer's credit
   */
  cancel(
    subscription: Subscription,
    now: number,
    reason: string | null,
    { billsUsage = true, credit = [] }: { billsUsage?: boolean; credit?: Line[] } = {}
  ): void {
    const { customer, periodStart } = subscription
    const ended = { start: periodStart, end: now }
    const used =
      subscription.status === 'trialing' || !billsUsage
        ? []
        : this.usageOf(subscription, ended).filter(({ amount }) => amount > 0)
    const lines = [...used, ...credit]
    subscription.status = 'canceled'
    subscription.canceledAt ??= now
    subscription.endedAt = now
    subscription.cancelReason = reason
    subscription.pendingUpdate = null
    this.invoicing.leave(subscription)
    if (lines.length > 0) {
      const draft = {
        customer,
        subscription,
        lines,
        reason: 'subscription_cycle',
        periodStart,
        periodEnd: now,
      }
      if (credit.length > 0) this.invoicing.issue(draft, now)
      else this.invoicing.draft(draft, now)
    }
    this.tracker.tell('deleted', subscription)
  }

  paid(invoice: Invoice): void {
    const { subscription } = invoice
    if (!subscription) return
    this.tracker.act(subscription, () => {
      const { pendingUpdate, status } = subscription
      if (pendingUpdate?.invoice === invoice.id) {
        subscription.items = pendingUpdate.items
        subscription.pendingUpdate = null
        this.tracker.tell('pending_update_applied', subscription)
      }
      const wasOwing = ['incomplete', 'past_due', 'unpaid'].includes(status)
      if (wasOwing && !this.#owes(subscription)) subscription.status = 'active'
      if (status === 'paused' && invoice.reason === 'subscription_update') {
        subscription.status = 'active'
        this.tracker.tell('resumed', subscription)
      }
    })
  }

  failed(invoice: Invoice, now: number, isLast: boolean): void {
    const { subscription } = invoice
    if (!subscription || subscription.pendingUpdate?.invoice === invoice.id) return
    const { finalState } = this.world.settings
    if (isLast && subscription.status === 'past_due' && finalState === 'cancel') {
      this.cancel(subscription, now, 'payment_failed')
      return
    }
    this.tracker.act(subscription, () => {
      if (subscription.status === 'active') subscription.status = 'past_due'
      if (isLast && subscription.status === 'past_due')
        subscription.status = finalStateOf(finalState)
    })
  }

  /** The period after a moment, counted from the anchor; after a trial, from its end. */
  nextPeriod(subscription: Subscription, from: number): void {
    const recurring = recurringOf(subscription)
    subscription.periodStart = from
    subscription.periodEnd = periodEndAfter(
      subscription.anchor,
      recurring.interval,
      recurring.count,
      from
    )
  }

  usageOf({ items, customer }: Subscription, period: { start: number; end: number }): Line[] {
    const used = (price: Price) => this.world.usage(price, customer.id, period.start, period.end)
    return usageLines(items, period, used)
  }

  takePending({ id }: Subscription): Line[] {
    const lines = this.world.pending.get(id) ?? []
    this.world.pending.delete(id)
    return lines
  }

  #draftRenewal(
    subscription: Subscription,
    lines: Line[],
    ended: { start: number; end: number },
    now: number
  ): void {
    const invoice = this.invoicing.draft(
      {
        customer: subscription.customer,
        subscription,
        lines,
        reason: 'subscription_cycle',
        periodStart: ended.start,
        periodEnd: ended.end,
      },
      now
    )
    const paused = subscription.pauseCollection?.behavior
    if (subscription.status !== 'unpaid' && paused === undefined) return
    invoice.autoAdvance = false
    invoice.finalizesAt = null
    if (paused === 'void') this.invoicing.void(invoice, now)
    if (paused === 'mark_uncollectible') {
      invoice.status = 'uncollectible'
      invoice.uncollectibleAt = now
      this.world.tellInvoice('marked_uncollectible', invoice)
    }
  }

  #issue(subscription: Subscription, lines: Line[], reason: string, now: number): void {
    const { customer, periodStart, periodEnd } = subscription
    this.invoicing.issue({ customer, subscription, lines, reason, periodStart, periodEnd }, now)
  }

  #pause(subscription: Subscription): void {
    this.tracker.act(subscription, () => {
      subscription.status = 'paused'
    })
    this.tracker.tell('paused', subscription)
  }

  /** Whether the newest invoice, or one that was tried, still waits for money. */
  #owes(subscription: Subscription): boolean {
    return this.world.invoices
      .all()
      .some(
        (invoice) =>
          invoice.subscription === subscription &&
          invoice.status === 'open' &&
          invoice.amountDue > 0
      )
  }
}

function asTrial(line: Line): Line {
  return { ...line, amount: 0, description: `Trial period for ${line.description}` }
}

function finalStateOf(setting: string): Subscription['status'] {
  return setting === 'unpaid' ? 'unpaid' : 'past_due'
}
