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

/**
 * `later` is saved without a word and refuses each charge; `once` refuses from the second on;
 * `confirm` wants the bank's consent to each, which nobody gives while the cardholder is away.
 */
export type CardKind = 'good' | 'declined' | 'later' | 'once' | 'confirm'

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
  product: Product
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
