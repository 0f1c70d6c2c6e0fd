import type { Customer, Metadata, Price } from './records.js'

/** What the stand-in remembers. Times are seconds since the Unix epoch, amounts minor units. */

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
