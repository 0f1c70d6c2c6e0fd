import type { Clock } from '../kit/clock.js'
import { NoticeBoard } from '../kit/notices.js'
import { Endpoints } from '../stripe/endpoints.js'
import { Idempotency } from '../stripe/idempotency.js'
import { Merchants, type Merchant } from '../stripe/merchants.js'
import { priceView } from './catalog_views.js'
import { EventPost } from './event_post.js'
import { newEvent, type BillingEvent } from './events.js'
import { invoiceView } from './invoice_views.js'
import type {
  Customer,
  Meter,
  MeterEvent,
  PaymentMethod,
  Price,
  Product,
  TaxId,
  TestClock,
} from './records.js'
import type { CheckoutSession, PortalConfiguration, PortalSession } from './session_records.js'
import type { Invoice, Line, Schedule, Subscription } from './subscription_records.js'
import { Shelf } from './shelf.js'

/** What the real Dashboard settles. */
export interface Settings {
  /** What becomes of a subscription whose last retry failed. */
  finalState: 'cancel' | 'unpaid' | 'past_due'
  /** Days from one attempt to the next. */
  retryDays: number[]
  /** How many days ahead a renewal is told of. */
  upcomingDays: number
  /** How long a test clock says `advancing`: whoever does not wait for `ready` is found out. */
  advanceMs: number
}

/** Everything the stand-in knows, of one account. */
export class BillingWorld {
  readonly merchants = new Merchants()
  readonly endpoints: Endpoints
  readonly idempotency: Idempotency
  readonly post = new EventPost()
  readonly events = new Shelf<BillingEvent>('event')
  readonly clocks = new Shelf<TestClock>('test clock')
  readonly customers = new Shelf<Customer>('customer')
  readonly taxIds = new Shelf<TaxId>('tax_id')
  readonly methods = new Shelf<PaymentMethod>('PaymentMethod')
  readonly products = new Shelf<Product>('product')
  readonly prices = new Shelf<Price>('price')
  readonly meters = new Shelf<Meter>('meter')
  readonly meterEvents: MeterEvent[] = []
  readonly subscriptions = new Shelf<Subscription>('subscription')
  readonly schedules = new Shelf<Schedule>('subscription_schedule')
  readonly invoices = new Shelf<Invoice>('invoice')
  readonly checkouts = new Shelf<CheckoutSession>('checkout.session')
  readonly portalConfigurations = new Shelf<PortalConfiguration>('configuration')
  readonly portals = new Shelf<PortalSession>('billing_portal.session')
  /** Prorations that wait for the next invoice, by subscription. */
  readonly pending = new Map<string, Line[]>()
  readonly settings: Settings = {
    finalState: 'cancel',
    retryDays: [3, 5, 7],
    upcomingDays: 7,
    advanceMs: 100,
  }
  readonly account: Merchant
  /** Origin of the pages; the listening one until told otherwise. */
  origin = ''

  constructor(
    readonly clock: Clock,
    secretKey: string
  ) {
    this.account = this.merchants.add({ secretKey, name: 'Portico' })
    this.endpoints = new Endpoints(new NoticeBoard(), clock)
    this.idempotency = new Idempotency(clock)
  }

  /** Seconds since the Unix epoch, of those without a test clock. */
  now(): number {
    return Math.floor(this.clock.now() / 1000)
  }

  /** What time it is for a customer. */
  nowOf(customer: Pick<Customer, 'clock'> | undefined): number {
    return customer?.clock?.frozenTime ?? this.now()
  }

  tell(type: string, view: unknown, previous: BillingEvent['previous'] = null): void {
    const event = newEvent(type, view, this.now(), previous)
    this.events.put(event)
    this.post.send(event, this.endpoints.wanting(this.account, type))
  }

  viewOf(invoice: Invoice) {
    return invoiceView(invoice, this.origin, this.taxIdsOf(invoice.customer.id))
  }

  tellInvoice(what: string, invoice: Invoice): void {
    this.tell(`invoice.${what}`, this.viewOf(invoice))
  }

  tellPrice(what: string, price: Price): void {
    this.tell(`price.${what}`, priceView(price))
  }

  taxIdsOf(customer: string): TaxId[] {
    return this.taxIds.all().filter((taxId) => taxId.customer === customer)
  }

  /** The card that pays (docs.stripe.com/billing/subscriptions/payment-methods-setting). */
  methodOf(subscription: Subscription | null, customer: Customer): PaymentMethod | undefined {
    return (
      this.methods.find(subscription?.defaultPaymentMethod) ??
      this.methods.find(customer.defaultPaymentMethod)
    )
  }

  /** Units of a metered price that a customer used in a period. */
  usage(price: Price, customer: string, start: number, end: number): number {
    const meter = this.meters.find(price.recurring?.meter)
    return meter ? this.metered(meter, customer, start, end) : 0
  }

  /** By the meter's own way to add up. */
  metered(meter: Meter, customer: string, start: number, end: number): number {
    const told = this.meterEvents.filter(
      (event) =>
        event.eventName === meter.eventName &&
        event.customer === customer &&
        event.timestamp >= start &&
        event.timestamp < end
    )
    if (meter.formula === 'count') return told.length
    if (meter.formula === 'sum') return told.reduce((sum, { value }) => sum + value, 0)
    const [last] = told.toSorted((one, other) => other.timestamp - one.timestamp)
    return last?.value ?? 0
  }
}
