import { declined } from './cards.js'
import { HOUR } from './calendar.js'
import { blank } from './invoicing.js'
import { totalOf } from './invoice_views.js'
import { licensedLines, priceChange, type Change } from './lines.js'
import type { Invoice, Item, Line, Subscription } from './subscription_records.js'
import type { Subscriptions } from './subscriptions.js'
import type { BillingWorld } from './world.js'

export const PRORATIONS = ['create_prorations', 'always_invoice', 'none'] as const
export const PAYMENT_BEHAVIORS = [
  'allow_incomplete',
  'default_incomplete',
  'error_if_incomplete',
  'pending_if_incomplete',
] as const

export interface ChangeOrder {
  items: Item[]
  proration: (typeof PRORATIONS)[number]
  payment: (typeof PAYMENT_BEHAVIORS)[number]
  /** As of when prorations count. */
  date: number
}

const PENDING_SECONDS = 23 * HOUR

/** Upgrades, downgrades and what they cost now or later. */
export class Changes {
  constructor(
    private readonly world: BillingWorld,
    private readonly subscriptions: Subscriptions
  ) {}

  /** @throws Refusal 402 by error_if_incomplete; nothing has changed then. */
  items(subscription: Subscription, order: ChangeOrder, now: number): void {
    const change = this.#price(subscription, order)
    const isImmediate = change.restarts !== null || order.proration === 'always_invoice'
    this.subscriptions.tracker.act(subscription, () => {
      if (!isImmediate || change.lines.length === 0) {
        const waiting = this.world.pending.get(subscription.id) ?? []
        this.world.pending.set(subscription.id, [...waiting, ...change.lines])
        apply(subscription, order.items, change)
      } else if (order.payment === 'pending_if_incomplete') {
        this.#whenPaid(subscription, order, change, now)
      } else {
        this.#atOnce(subscription, order, change, now)
      }
    })
  }

  /** A trial ends before its time, or later than it was to. */
  trialEnd(subscription: Subscription, at: number | 'now', now: number): void {
    const { invoicing, tracker } = this.subscriptions
    tracker.act(subscription, () => {
      if (at !== 'now') {
        Object.assign(subscription, { status: 'trialing', anchor: at, periodEnd: at, trialEnd: at })
        subscription.trialStart ??= now
        subscription.trialEndTold = false
        return
      }
      if (subscription.status !== 'trialing') return
      Object.assign(subscription, { status: 'active', anchor: now, trialEnd: now })
      this.subscriptions.nextPeriod(subscription, now)
      const { customer, items, periodStart, periodEnd } = subscription
      const lines = licensedLines(items, { start: periodStart, end: periodEnd })
      const reason = 'subscription_update'
      invoicing.issue({ customer, subscription, lines, reason, periodStart, periodEnd }, now)
    })
  }

  /**
   * The invoice a change would bring: at once by always_invoice or another interval, else the
   * next renewal with the prorations on it. Without a change, the next renewal.
   */
  preview(subscription: Subscription, order: ChangeOrder | null, now: number): Invoice {
    const { customer } = subscription
    const change = order ? this.#price(subscription, order) : { lines: [], restarts: null }
    const isImmediate = change.restarts !== null || order?.proration === 'always_invoice'
    const waiting = this.world.pending.get(subscription.id) ?? []
    const next = nextPeriodOf(this.subscriptions, subscription)
    const lines = [...waiting, ...change.lines]
    if (!isImmediate) {
      const items = order?.items ?? subscription.items
      const current = { start: subscription.periodStart, end: subscription.periodEnd }
      const used =
        subscription.status === 'trialing' ? [] : this.subscriptions.usageOf(subscription, current)
      if (!subscription.cancelAtPeriodEnd) lines.push(...used, ...licensedLines(items, next))
    }
    const period = isImmediate
      ? { periodStart: subscription.periodStart, periodEnd: now }
      : { periodStart: subscription.periodStart, periodEnd: next.start }
    return blank({ customer, subscription, lines, reason: 'upcoming', ...period }, now)
  }

  /** The time to pay is over: what was asked for does not happen. */
  expirePending(subscription: Subscription, now: number): void {
    const { invoicing, tracker } = this.subscriptions
    const invoice = this.world.invoices.find(subscription.pendingUpdate?.invoice)
    tracker.act(subscription, () => {
      subscription.pendingUpdate = null
      if (invoice?.status === 'open') invoicing.void(invoice, now)
    })
    tracker.tell('pending_update_expired', subscription)
  }

  #price(subscription: Subscription, { items, date, proration }: ChangeOrder): Change {
    return priceChange(subscription, items, date, proration !== 'none')
  }

  #whenPaid(subscription: Subscription, order: ChangeOrder, change: Change, now: number): void {
    const { invoicing } = this.subscriptions
    const invoice = invoicing.draft(this.#draft(subscription, change, now), now)
    const expiresAt = now + PENDING_SECONDS
    subscription.pendingUpdate = { items: order.items, invoice: invoice.id, expiresAt }
    invoicing.finalize(invoice, now)
    invoicing.attempt(invoice, now)
    if (invoice.status === 'paid') apply(subscription, order.items, change)
  }

  #atOnce(subscription: Subscription, order: ChangeOrder, change: Change, now: number): void {
    const { customer } = subscription
    const method = this.world.methodOf(subscription, customer)
    const wouldPay = method?.card === 'good' || (method?.card === 'once' && method.charges === 0)
    const due = totalOf({ lines: change.lines }) + customer.balance
    if (order.payment === 'error_if_incomplete' && due > 0 && !wouldPay) throw declined()
    const draft = this.#draft(subscription, change, now)
    apply(subscription, order.items, change)
    this.subscriptions.invoicing.issue(draft, now)
  }

  #draft(subscription: Subscription, change: Change, now: number) {
    const lines: Line[] = [...this.subscriptions.takePending(subscription), ...change.lines]
    const { customer, periodStart } = subscription
    const reason = 'subscription_update'
    return { customer, subscription, lines, reason, periodStart, periodEnd: now }
  }
}

function apply(subscription: Subscription, items: Item[], { restarts }: Change): void {
  subscription.items = items
  if (!restarts) return
  subscription.anchor = restarts.start
  subscription.periodStart = restarts.start
  subscription.periodEnd = restarts.end
}

function nextPeriodOf(subscriptions: Subscriptions, subscription: Subscription) {
  const copy = { ...subscription }
  subscriptions.nextPeriod(copy, subscription.periodEnd)
  return { start: copy.periodStart, end: copy.periodEnd }
}
