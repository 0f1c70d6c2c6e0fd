import type { Metadata, Price } from './records.js'
import type { MissingMethod } from './subscription_records.js'

/** What the stand-in remembers. Times are seconds since the Unix epoch, amounts minor units. */

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

/** What a portal offers; fields of the customer that may be changed, null for none. */
export interface PortalFeatures {
  customerUpdates: string[] | null
  invoices: boolean
  cards: boolean
  cancelling: boolean
  switching: boolean
}

export interface PortalConfiguration {
  id: string
  isDefault: boolean
  active: boolean
  name: string | null
  returnUrl: string | null
  features: PortalFeatures
  metadata: Metadata
  created: number
  updated: number
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
  configuration: PortalConfiguration
  flow: PortalFlow | null
  locale: string | null
  returnUrl: string | null
  created: number
}
