import { stripeId } from '../stripe/merchants.js'
import { Refusal } from '../stripe/refusals.js'
import type { CardKind, PaymentMethod } from './records.js'

/**
 * Stripe's own test cards (docs.stripe.com/testing): one that works, one refused at once, one that
 * is saved and then refuses each charge. The last is ours: it works once, so that a renewal fails.
 */
export const CARDS: readonly { kind: CardKind; number: string; token: string; says: string }[] = [
  { kind: 'good', number: '4242424242424242', token: 'pm_card_visa', says: 'works' },
  {
    kind: 'declined',
    number: '4000000000000002',
    token: 'pm_card_visa_chargeDeclined',
    says: 'is declined at once',
  },
  {
    kind: 'later',
    number: '4000000000000341',
    token: 'pm_card_chargeCustomerFail',
    says: 'is saved, and each charge fails',
  },
  {
    kind: 'once',
    number: '4000000000000101',
    token: 'pm_card_once',
    says: 'works once, and fails from the second charge on',
  },
  {
    kind: 'confirm',
    number: '4000002760003184',
    token: 'pm_card_authenticationRequired',
    says: 'must be confirmed at the bank each time',
  },
]

export function cardNumber(kind: CardKind): string {
  return CARDS.find((card) => card.kind === kind)?.number ?? ''
}

export function cardKind(value: unknown): CardKind | undefined {
  return CARDS.find((card) => card.kind === value)?.kind
}

/** A card as the customer typed it. @throws Refusal 402 for one the bank does not even check. */
export function newCard(kind: CardKind, customer: string | null, now: number): PaymentMethod {
  if (kind === 'declined') throw declined()
  return { id: stripeId('pm'), customer, card: kind, charges: 0, created: now }
}

/** The bank's answer to a charge. */
export function charge(method: PaymentMethod): boolean {
  const accepted = method.card === 'good' || (method.card === 'once' && method.charges === 0)
  if (accepted) method.charges += 1
  return accepted
}

/** What an attempt fails with that somebody asked for. */
export function refusalOf({ card }: PaymentMethod): Refusal {
  if (card !== 'confirm') return declined()
  return new Refusal('This payment requires additional user action before it can be completed.', {
    type: 'card_error',
    code: 'invoice_payment_intent_requires_action',
    status: 402,
  })
}

export function declined(): Refusal {
  return new Refusal('Your card was declined.', {
    type: 'card_error',
    code: 'card_declined',
    declineCode: 'generic_decline',
    status: 402,
  })
}
