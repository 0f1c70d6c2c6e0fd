import { stripeId } from '../stripe/merchants.js'
import { Refusal } from '../stripe/refusals.js'
import { charge, refusalOf } from './cards.js'
import { DAY, HOUR } from './calendar.js'
import { totalOf } from './invoice_views.js'
import type { Customer, PaymentMethod } from './records.js'
import type { Invoice, Line, Subscription } from './subscription_records.js'
import type { BillingWorld } from './world.js'

export interface Draft {
  customer: Customer
  subscription: Subscription | null
  lines: Line[]
  reason: string
  periodStart: number
  periodEnd: number
}

/** What the subscription does when its invoice is paid, or was tried for the last time. */
export interface Listener {
  paid(invoice: Invoice, now: number): void
  failed(invoice: Invoice, now: number, isLast: boolean): void
}

/** The life of invoices: draft, open, paid, void (docs.stripe.com/invoicing/overview). */
export class Invoicing {
  constructor(
    private readonly world: BillingWorld,
    private readonly listener: Listener
  ) {}

  /** Written down, not yet final. Renewals wait an hour before they are. */
  draft(draft: Draft, now: number): Invoice {
    const invoice = this.world.invoices.put({ ...blank(draft, now), finalizesAt: now + HOUR })
    if (draft.subscription) draft.subscription.latestInvoice = invoice.id
    this.world.tellInvoice('created', invoice)
    return invoice
  }

  /** Made final and tried at once, as first invoices and those of changes are. */
  issue(draft: Draft, now: number): Invoice {
    const invoice = this.draft(draft, now)
    this.finalize(invoice, now)
    this.attempt(invoice, now)
    return invoice
  }

  /** Gives it a number, uses up the customer's credit, and opens it. @throws Refusal */
  finalize(invoice: Invoice, now: number): void {
    if (invoice.status !== 'draft') {
      throw new Refusal('This invoice is already finalized, you can’t re-finalize it.', {
        code: 'invoice_not_editable',
      })
    }
    const { customer } = invoice
    const due = totalOf(invoice) + customer.balance
    invoice.startingBalance = customer.balance
    invoice.amountDue = Math.max(0, due)
    customer.balance = Math.min(0, due)
    invoice.endingBalance = customer.balance
    invoice.number = `${customer.invoicePrefix}-${String(customer.nextInvoice).padStart(4, '0')}`
    customer.nextInvoice += 1
    customer.currency = invoice.currency
    invoice.status = 'open'
    invoice.finalizedAt = now
    this.world.tellInvoice('finalized', invoice)
  }

  /** An attempt that Stripe makes by itself; a failed one plans the next. */
  attempt(invoice: Invoice, now: number): void {
    const method = this.world.methodOf(invoice.subscription, invoice.customer)
    if (this.#charge(invoice, method, now)) return
    const wait = this.world.settings.retryDays[invoice.attempts - 1]
    const isFirst = invoice.subscription?.status === 'incomplete'
    const isLast = wait === undefined || isFirst
    invoice.nextAttempt = isLast ? null : now + wait * DAY
    if (isLast && !isFirst) invoice.autoAdvance = false
    this.#tellOfFailure(invoice, method)
    this.world.tellInvoice('updated', invoice)
    this.listener.failed(invoice, now, isLast)
  }

  /** An attempt somebody asked for. @throws Refusal 402 when the bank says no. */
  pay(invoice: Invoice, now: number, method?: PaymentMethod, outOfBand = false): void {
    if (invoice.status === 'draft') this.finalize(invoice, now)
    if (invoice.status === 'paid') throw new Refusal('Invoice is already paid')
    if (invoice.status === 'void') throw new Refusal('Voided invoices cannot be paid.')
    if (outOfBand) {
      this.#paid(invoice, now)
      return
    }
    const used = method ?? this.world.methodOf(invoice.subscription, invoice.customer)
    if (!used) {
      throw new Refusal(
        'There is no `default_payment_method` set on this Customer or Invoice. Please set a default payment method or pass it.',
        { code: 'resource_missing' }
      )
    }
    if (this.#charge(invoice, used, now)) return
    this.#tellOfFailure(invoice, used)
    throw refusalOf(used)
  }

  void(invoice: Invoice, now: number): void {
    invoice.status = 'void'
    invoice.voidedAt = now
    invoice.nextAttempt = null
    this.world.tellInvoice('voided', invoice)
  }

  /** The end of a subscription ends what Stripe would do with its open invoices by itself. */
  leave(subscription: Subscription): void {
    for (const invoice of this.world.invoices.all()) {
      if (invoice.subscription !== subscription || invoice.status === 'paid') continue
      invoice.autoAdvance = false
      invoice.nextAttempt = null
    }
  }

  #tellOfFailure(invoice: Invoice, method: PaymentMethod | undefined): void {
    this.world.tellInvoice('payment_failed', invoice)
    if (method?.card === 'confirm') this.world.tellInvoice('payment_action_required', invoice)
  }

  #charge(invoice: Invoice, method: PaymentMethod | undefined, now: number): boolean {
    if (invoice.amountDue > 0) {
      invoice.attempts += 1
      if (!method || !charge(method)) return false
    }
    this.#paid(invoice, now)
    return true
  }

  #paid(invoice: Invoice, now: number): void {
    invoice.status = 'paid'
    invoice.amountPaid = invoice.amountDue
    invoice.paidAt = now
    invoice.nextAttempt = null
    invoice.autoAdvance = false
    this.world.tellInvoice('paid', invoice)
    this.world.tellInvoice('payment_succeeded', invoice)
    this.listener.paid(invoice, now)
  }
}

/** An invoice nobody has seen yet; previews are of these. */
export function blank(draft: Draft, now: number): Invoice {
  return {
    ...draft,
    id: stripeId('in'),
    secret: stripeId('live', 40),
    status: 'draft',
    currency: draft.lines[0]?.currency ?? draft.subscription?.currency ?? 'usd',
    created: now,
    finalizesAt: null,
    number: null,
    attempts: 0,
    nextAttempt: null,
    autoAdvance: true,
    startingBalance: draft.customer.balance,
    endingBalance: null,
    amountDue: Math.max(0, totalOf(draft) + draft.customer.balance),
    amountPaid: 0,
    finalizedAt: null,
    paidAt: null,
    voidedAt: null,
    uncollectibleAt: null,
    metadata: {},
  }
}
