import { escapeHtml } from '../kit/html.js'
import { payPage, unknownPaymentPage } from '../kit/pay_page.js'
import { html, seeOther, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { Refusal } from '../stripe/refusals.js'
import { CARDS, cardKind } from './cards.js'
import { successUrl, type CheckoutDesk } from './checkout_desk.js'
import type { CheckoutSession } from './session_records.js'
import { checkoutTotal } from './session_views.js'
import type { BillingWorld } from './world.js'

const TAX_ID = `<label>Kind of tax id, or nothing<input name="tax_type" placeholder="gb_vat"></label>
<label>Tax id<input name="tax_value"></label>`
const ADDRESS = '/c/pay/:id'

/** The hosted page: plain forms, no script. Its address is secret enough. */
export function addCheckoutPage(routes: Routes, world: BillingWorld, desk: CheckoutDesk): void {
  const withSession = (work: (session: CheckoutSession, request: StandInRequest) => Reply) => {
    return (request: StandInRequest): Reply => {
      desk.expireOverdue()
      const session = world.checkouts.find(request.params.id)
      if (!session) return html(unknownPaymentPage('Stripe'), 404)
      if (session.status !== 'open')
        return html(frame(world, session, '<p>This page is closed.</p>'))
      return work(session, request)
    }
  }
  const show = (session: CheckoutSession, problem?: string) =>
    html(frame(world, session, form(world, desk, session, problem)))

  routes
    .add(
      'GET',
      ADDRESS,
      withSession((session) => show(session))
    )
    .add(
      'POST',
      ADDRESS,
      withSession((session, request) => {
        const given = request.form()
        if (given.get('action') === 'cancel') {
          return session.cancelUrl === null ? show(session) : seeOther(session.cancelUrl)
        }
        const card = given.get('card')
        try {
          desk.complete(session, {
            card: card === 'none' ? null : (cardKind(card) ?? 'good'),
            email: given.get('email') ?? undefined,
            ...taxIdOf(given),
          })
        } catch (error) {
          if (error instanceof Refusal) return show(session, error.message)
          throw error
        }
        return seeOther(successUrl(session))
      })
    )
}

function form(
  world: BillingWorld,
  desk: CheckoutDesk,
  session: CheckoutSession,
  problem?: string
): string {
  const wrong =
    problem === undefined ? '' : `<p class="wrong" role="alert">${escapeHtml(problem)}</p>`
  const isKnown = world.customers.find(session.customer) !== undefined
  const email = isKnown
    ? ''
    : `<label>E-mail<input name="email" type="email" required value="${escapeHtml(session.customerEmail ?? '')}"></label>`
  const choices = CARDS.map(({ kind, number, says }) => ({
    kind: String(kind),
    says: `${number} ${says}`,
  }))
  if (desk.mayGoWithout(session)) choices.unshift({ kind: 'none', says: 'No card' })
  const label =
    session.trialDays === null && session.trialEnd === null ? 'Subscribe' : 'Start trial'
  return `${wrong}<form method="post">
${email}
${session.collectTaxId ? TAX_ID : ''}
${cardChoice(choices)}
<button class="main" name="action" value="subscribe">${label}</button>
<div class="other"><button name="action" value="cancel" formnovalidate>Back</button></div>
</form>`
}

function taxIdOf(given: URLSearchParams) {
  const type = given.get('tax_type') ?? ''
  const value = given.get('tax_value') ?? ''
  return type === '' || value === '' ? {} : { taxId: { type, value } }
}

/** One radio button for each card; the first is chosen. */
export function cardChoice(choices: readonly { kind: string; says: string }[]): string {
  const radios = choices.map(
    ({ kind, says }, index) =>
      `<label><input type="radio" name="card" value="${kind}"${index === 0 ? ' checked' : ''}>${escapeHtml(says)}</label>`
  )
  return `<fieldset><legend>Card</legend>
${radios.join('\n')}
</fieldset>`
}

function frame(world: BillingWorld, session: CheckoutSession, content: string): string {
  const names = session.items.map(({ price }) => price.product.name)
  const currency = session.items[0]?.price.currency ?? 'usd'
  return payPage({
    gateway: 'Stripe',
    merchant: world.account.name,
    reference: names.join(', '),
    amount: shown(checkoutTotal(session), currency),
    content,
  })
}

/** Of minor units, all with two decimals. */
export function shown(minor: number, currency: string): string {
  return `${currency.toUpperCase()} ${(minor / 100).toFixed(2)}`
}
