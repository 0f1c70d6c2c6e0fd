import { Params } from '../stripe/params.js'
import { Refusal } from '../stripe/refusals.js'
import { DAY } from './calendar.js'
import { declined, newCard } from './cards.js'
import { addTaxId, createCustomer } from './customers.js'
import { attached } from './method_routes.js'
import type { CardKind, Customer } from './records.js'
import type { CheckoutSession } from './session_records.js'
import { checkoutTotal, checkoutView } from './session_views.js'
import type { Subscriptions } from './subscriptions.js'
import type { BillingWorld } from './world.js'

/** What a customer does on the page. No card is an answer where none is required. */
export interface CheckoutAnswer {
  card: CardKind | null
  email?: string
  /** Where the session collects it: `eu_vat`, `gb_vat`, …, and the number. */
  taxId?: { type: string; value: string }
}

/** Turns sessions into subscriptions. */
export class CheckoutDesk {
  constructor(
    private readonly world: BillingWorld,
    private readonly subscriptions: Subscriptions
  ) {}

  view(session: CheckoutSession) {
    const customer = this.world.customers.find(session.customer)
    return checkoutView(session, customer, this.world.origin)
  }

  /** Whether a customer may go on without a card: nothing is to pay today. */
  mayGoWithout(session: CheckoutSession): boolean {
    return session.collectMethod === 'if_required' && checkoutTotal(session) === 0
  }

  /** @throws Refusal 402 for a card that fails now, and for a missing card or address. */
  complete(session: CheckoutSession, { card, email, taxId }: CheckoutAnswer): void {
    const { world } = this
    if (card === null && !this.mayGoWithout(session)) throw new Refusal('A card is required.')
    if (card === 'declined' || (card === 'later' && checkoutTotal(session) > 0)) throw declined()
    const customer = this.#customer(session, email)
    if (taxId && session.collectTaxId) addTaxId(world, customer, taxId.type, taxId.value)
    const now = world.nowOf(customer)
    const method = card === null ? null : newCard(card, customer.id, now)
    if (method) attached(world, world.methods.put(method))
    const trialDays = session.trialDays === null ? null : now + session.trialDays * DAY
    const subscription = this.subscriptions.start(
      {
        customer,
        items: session.items,
        trialEnd: session.trialEnd ?? trialDays,
        missingMethod: session.missingMethod,
        metadata: session.subscriptionMetadata,
        description: session.description,
        defaultPaymentMethod: method?.id ?? null,
      },
      now
    )
    Object.assign(session, {
      status: 'complete',
      customer: customer.id,
      subscription: subscription.id,
      invoice: subscription.latestInvoice,
      paymentStatus: checkoutTotal(session) > 0 ? 'paid' : 'no_payment_required',
    })
    world.tell('checkout.session.completed', this.view(session))
  }

  expire(session: CheckoutSession): void {
    session.status = 'expired'
    this.world.tell('checkout.session.expired', this.view(session))
  }

  expireOverdue(): void {
    const now = this.world.now()
    for (const session of this.world.checkouts.all()) {
      if (session.status === 'open' && session.expiresAt <= now) this.expire(session)
    }
  }

  #customer(session: CheckoutSession, email: string | undefined): Customer {
    const known = this.world.customers.find(session.customer)
    if (known && !known.deleted) return known
    const address = session.customerEmail ?? email
    if (address === undefined || address === '') throw new Refusal('An e-mail address is required.')
    return createCustomer(this.world, new Params(new URLSearchParams({ email: address }), [/./]))
  }
}

/** Where the browser goes when all is done. */
export function successUrl({ successUrl: url, id }: CheckoutSession): string {
  return url.replaceAll('{CHECKOUT_SESSION_ID}', id)
}
