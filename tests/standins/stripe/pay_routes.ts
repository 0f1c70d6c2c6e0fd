import { payForm, payPage, unknownPaymentPage } from '../kit/pay_page.js'
import { html, seeOther, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import type { Session } from './session_book.js'
import type { CustomerAction, StripeWorld } from './world.js'

const ADDRESS = '/c/pay/:id'

/** The hosted page. Its address is secret enough: the session's own long number. */
export function addPayRoutes(routes: Routes, world: StripeWorld): void {
  const withSession = (work: (session: Session, request: StandInRequest) => Reply) => {
    return (request: StandInRequest): Reply => {
      world.expireOverdue()
      const session = world.sessions.find(request.params.id ?? '')
      if (!session) return html(unknownPaymentPage('Stripe'), 404)
      if (session.status !== 'open') return html(step(session, '<p>This page is closed.</p>'))
      return work(session, request)
    }
  }

  routes.add(
    'GET',
    ADDRESS,
    withSession((session) => html(cardPage(session)))
  )
  routes.add(
    'POST',
    ADDRESS,
    withSession((session, request) => {
      const form = request.form()
      const action = parseAction(form.get('action'))
      if (action === undefined) return html(cardPage(session))
      const chosen = action === 'pay' && form.get('method') === 'debit' ? 'debit' : action
      world.act(session, chosen)
      const back = wayBack(session, chosen)
      if (back !== undefined) return seeOther(back)
      return html(cardPage(session, action === 'fail' ? 'Your card was declined.' : undefined))
    })
  )
}

/** Where the browser goes; nowhere after a declined card, or without an address to cancel to. */
export function wayBack(session: Session, action: CustomerAction): string | undefined {
  if (action === 'fail') return undefined
  if (action === 'cancel') return session.cancelUrl ?? undefined
  return session.successUrl.replaceAll('{CHECKOUT_SESSION_ID}', session.id)
}

export function parseAction(value: unknown): CustomerAction | undefined {
  return value === 'pay' || value === 'debit' || value === 'cancel' || value === 'fail'
    ? value
    : undefined
}

function cardPage(session: Session, problem?: string): string {
  const fields = `<fieldset><legend>Pay with</legend>
<label><input type="radio" name="method" value="card" checked>Card</label>
<label><input type="radio" name="method" value="debit">Bank debit, which takes days</label>
</fieldset>`
  return step(session, payForm(fields, 'pay', `Pay ${shown(session)}`, problem))
}

function step(session: Session, content: string): string {
  return payPage({
    gateway: 'Stripe',
    merchant: session.merchant.name,
    reference: session.description,
    amount: shown(session),
    content,
  })
}

function shown({ amountMinor, currency }: Session): string {
  return `${currency.toUpperCase()} ${(amountMinor / 100).toFixed(2)}`
}
