/** What the stand-in remembers. Times are seconds since the Unix epoch, amounts minor units. */

export type Metadata = Record<string, string>

export interface TestClock {
  id: string
  name: string | null
  frozenTime: number
  status: 'ready' | 'advancing'
  created: number
}

export interface Address {
  city: string | null
  country: string | null
  line1: string | null
  line2: string | null
  postal_code: string | null
  state: string | null
}

export interface TaxId {
  id: string
  customer: string
  type: string
  value: string
  created: number
}

export interface Customer {
  id: string
  name: string | null
  email: string | null
  phone: string | null
  description: string | null
  address: Address | null
  metadata: Metadata
  /** Below zero: credit that invoices use up. */
  balance: number
  currency: string | null
  taxExempt: string
  defaultPaymentMethod: string | null
  preferredLocales: string[]
  clock: TestClock | null
  invoicePrefix: string
  nextInvoice: number
  created: number
  deleted: boolean
}

/** `later` is saved without a word and refuses each charge; `once` refuses from the second on. */
export type CardKind = 'good' | 'declined' | 'later' | 'once'

export interface PaymentMethod {
  id: string
  customer: string | null
  card: CardKind
  charges: number
  created: number
}

export interface Product {
  id: string
  name: string
  description: string | null
  active: boolean
  metadata: Metadata
  unitLabel: string | null
  url: string | null
  taxCode: string | null
  created: number
  updated: number
}

export type Interval = 'day' | 'week' | 'month' | 'year'

export interface Recurring {
  interval: Interval
  count: number
  usage: 'licensed' | 'metered'
  meter: string | null
}

export interface Price {
  id: string
  product: string
  currency: string
  unitAmount: number | null
  /** Of a minor unit, when it is not whole. */
  unitAmountDecimal: string
  recurring: Recurring | null
  nickname: string | null
  lookupKey: string | null
  taxBehavior: string
  active: boolean
  metadata: Metadata
  created: number
}

export interface Item {
  id: string
  price: Price
  /** Absent of metered prices. */
  quantity: number | undefined
  metadata: Metadata
  created: number
}

export type SubscriptionStatus =
  | 'trialing'
  | 'active'
  | 'incomplete'
  | 'incomplete_expired'
  | 'past_due'
  | 'unpaid'
  | 'paused'
  | 'canceled'

export interface PendingUpdate {
  items: Item[]
  invoice: string
  expiresAt: number
}

export interface PauseCollection {
  behavior: string
  resumesAt: number | null
}

export type MissingMethod = 'create_invoice' | 'cancel' | 'pause'

export interface Subscription {
  id: string
  customer: Customer
  items: Item[]
  status: SubscriptionStatus
  currency: string
  description: string | null
  metadata: Metadata
  created: number
  anchor: number
  periodStart: number
  periodEnd: number
  trialStart: number | null
  trialEnd: number | null
  missingMethod: MissingMethod
  cancelAtPeriodEnd: boolean
  cancelAt: number | null
  canceledAt: number | null
  endedAt: number | null
  cancelReason: string | null
  cancelComment: string | null
  cancelFeedback: string | null
  defaultPaymentMethod: string | null
  latestInvoice: string | null
  pauseCollection: PauseCollection | null
  pendingUpdate: PendingUpdate | null
  schedule: string | null
  /** Which period's end was told of ahead. */
  upcomingTold: number | null
  trialEndTold: boolean
}

export interface Line {
  id: string
  amount: number
  currency: string
  description: string
  period: { start: number; end: number }
  quantity: number | null
  price: Price
  proration: boolean
  subscriptionItem: string
  invoiceItem: string | null
}

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'void' | 'uncollectible'

export interface Invoice {
  id: string
  secret: string
  customer: Customer
  subscription: Subscription | null
  status: InvoiceStatus
  reason: string
  lines: Line[]
  currency: string
  created: number
  periodStart: number
  periodEnd: number
  /** When a draft is made final by itself. */
  finalizesAt: number | null
  number: string | null
  attempts: number
  nextAttempt: number | null
  autoAdvance: boolean
  startingBalance: number
  endingBalance: number | null
  amountDue: number
  amountPaid: number
  finalizedAt: number | null
  paidAt: number | null
  voidedAt: number | null
  uncollectibleAt: number | null
  metadata: Metadata
}

export interface Meter {
  id: string
  displayName: string
  eventName: string
  formula: 'sum' | 'count' | 'last'
  customerKey: string
  valueKey: string
  window: string | null
  status: 'active' | 'inactive'
  created: number
  updated: number
  deactivatedAt: number | null
}

export interface MeterEvent {
  identifier: string
  eventName: string
  customer: string
  value: number
  payload: Record<string, string>
  timestamp: number
  created: number
}

export interface Phase {
  start: number
  end: number
  items: { price: Price; quantity: number | undefined; metadata: Metadata }[]
  metadata: Metadata
  proration: string
  trialEnd: number | null
}

export interface Schedule {
  id: string
  customer: Customer
  subscription: Subscription | null
  releasedSubscription: string | null
  status: 'active' | 'canceled' | 'completed' | 'not_started' | 'released'
  phases: Phase[]
  endBehavior: 'release' | 'cancel'
  metadata: Metadata
  created: number
  canceledAt: number | null
  completedAt: number | null
  releasedAt: number | null
}

export interface CheckoutSession {
  id: string
  customer: string | null
  customerEmail: string | null
  items: { id: string; price: Price; quantity: number | undefined }[]
  clientReferenceId: string | null
  metadata: Metadata
  subscriptionMetadata: Metadata
  description: string | null
  trialEnd: number | null
  trialDays: number | null
  missingMethod: MissingMethod
  collectMethod: 'always' | 'if_required'
  collectTaxId: boolean
  allowPromotionCodes: boolean | null
  billingAddress: string | null
  locale: string | null
  successUrl: string
  cancelUrl: string | null
  status: 'open' | 'complete' | 'expired'
  paymentStatus: 'unpaid' | 'paid' | 'no_payment_required'
  subscription: string | null
  invoice: string | null
  created: number
  expiresAt: number
}

export interface PortalFlow {
  type: string
  subscription: string | null
  items: { id: string; price: string | null; quantity: number | null }[]
  after: { type: string; returnUrl: string | null; message: string | null }
}

export interface PortalSession {
  id: string
  secret: string
  customer: string
  configuration: string
  flow: PortalFlow | null
  locale: string | null
  returnUrl: string | null
  created: number
}
