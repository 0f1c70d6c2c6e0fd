import { Exception } from '@adonisjs/core/exceptions'
import type { LimitName } from '#tenancy/plans/plans'

/** Billing by card was asked for where the platform has no account at Stripe. */
export class BillingOff extends Exception {
  static override status = 503
  static override code = 'E_BILLING_OFF'
  static override message = 'This installation takes no cards. Set STRIPE_BILLING_SECRET_KEY.'
}

/** A webhook that Stripe has not signed. */
export class EventRefused extends Exception {
  static override status = 400
  static override code = 'E_EVENT_REFUSED'
  static override message = 'The signature is missing or wrong'
}

/** One that Stripe has signed, and long ago by our clock. If all are so, it is the clock. */
export class EventStale extends Exception {
  static override status = 400
  static override code = 'E_EVENT_STALE'
  static override message =
    'The signature is right and more than 5 minutes old: a replay, or our clock is ahead'
}

/** A plan without a price at Stripe: nobody has made one with its lookup key. */
export class PriceMissing extends Exception {
  static override status = 503
  static override code = 'E_PRICE_MISSING'

  constructor(lookupKey: string) {
    super(`Stripe knows no active price with the lookup key ${lookupKey}: run billing:setup`)
  }
}

/** A meter of our event's name that counts otherwise; what it heard would be charged wrongly. */
export class MeterDiffers extends Exception {
  static override status = 409
  static override code = 'E_METER_DIFFERS'

  constructor(eventName: string) {
    super(
      `The meter ${eventName} at Stripe must take the last value: deactivate it, run this again`
    )
  }
}

export type BillingReason =
  | 'already_subscribed'
  | 'not_subscribed'
  | 'same_plan'
  | 'over_limits'
  | 'preview_old'
  | 'payment_open'

/** What an ISP asked for does not go; `billing.refused.<reason>` says why. */
export class BillingRefused extends Exception {
  static override status = 422
  static override code = 'E_BILLING_REFUSED'

  constructor(
    readonly reason: BillingReason,
    readonly details: { plan?: string; limits?: LimitName[] } = {}
  ) {
    super(`The change was refused: ${reason}`)
  }
}

/** An invoice that is not there, or no longer open. */
export class InvoiceNotOpen extends Exception {
  static override status = 409
  static override code = 'E_INVOICE_NOT_OPEN'
  static override message = 'There is no open invoice of ours with this number'
}

/** Another sum came than the invoice is over; invoices of ours are paid at once or not at all. */
export class InvoiceAmountDiffers extends Exception {
  static override status = 409
  static override code = 'E_INVOICE_AMOUNT_DIFFERS'

  constructor(readonly invoice: { number: string; amountMinor: number; currency: string }) {
    super(`Invoice ${invoice.number} is over another amount: settle it with all of it, or void it`)
  }
}
