import { escapeHtml, page } from '../kit/html.js'
import { CARDS } from './cards.js'
import { cardChoice, shown } from './checkout_page.js'
import { PAGE_STYLE } from './page_style.js'
import type { PortalDesk } from './portal_desk.js'
import type { Price } from './records.js'
import type { PortalSession } from './session_records.js'
import type { Subscription } from './subscription_records.js'
import type { BillingWorld } from './world.js'

interface Shown {
  world: BillingWorld
  desk: PortalDesk
  session: PortalSession
}

/** All that may be done, or the one thing a flow is about. */
export function portalPage({ world, desk, session }: Shown, problem?: string): string {
  const { flow, configuration } = session
  const subscriptions = desk
    .subscriptionsOf(session)
    .filter(({ id }) => (flow?.subscription ?? id) === id)
  const wrong =
    problem === undefined ? '' : `<p class="wrong" role="alert">${escapeHtml(problem)}</p>`
  const cards = subscriptions.map((one) => subscriptionCard(desk, one, session))
  const payment = offersCards(session) ? cardForm() : ''
  const plans = flow?.type === 'payment_method_update' ? '' : cards.join('\n')
  const back =
    session.returnUrl === null
      ? ''
      : `<p><a href="${escapeHtml(session.returnUrl)}">Return to ${escapeHtml(world.account.name)}</a></p>`
  return frame(
    `${wrong}${plans}${payment}${flow === null && configuration.features.invoices ? invoices(world, session) : ''}${back}`
  )
}

/** What ends a flow that does not send the browser away. */
export function portalDonePage(message: string): string {
  return frame(`<div class="card"><h1>Done</h1><p>${escapeHtml(message)}</p></div>`)
}

export function portalGonePage(): string {
  return frame(
    '<div class="card"><h1>This link is no longer good</h1><p>Go back and open the portal again.</p></div>'
  )
}

function subscriptionCard(
  desk: PortalDesk,
  subscription: Subscription,
  { flow, configuration: { features } }: PortalSession
): string {
  const { id, items, status, cancelAtPeriodEnd, periodEnd } = subscription
  const names = items.map(({ price }) => nameOf(price)).join(', ')
  const day = new Date(periodEnd * 1000).toISOString().slice(0, 10)
  const ends = cancelAtPeriodEnd ? `ends on ${day}` : `renews on ${day}`
  const type = flow?.type
  const cancel = cancelAtPeriodEnd
    ? button(id, 'resume', 'Do not cancel')
    : button(id, 'cancel', 'Cancel at the end of the period')
  const mayCancel = type === undefined ? features.cancelling : type === 'subscription_cancel'
  const maySwitch = type === undefined ? features.switching : type === 'subscription_update'
  const offered = mayCancel ? cancel : ''
  const switches = maySwitch ? switchForm(desk, subscription) : ''
  const confirm =
    type === 'subscription_update_confirm' ? button(id, 'confirm', 'Confirm the change') : ''
  return `<div class="card"><h2>${escapeHtml(names)}</h2>
<p>${status}, ${ends}</p>
${confirm}${switches}${offered}</div>`
}

function offersCards({ flow, configuration }: PortalSession): boolean {
  return flow === null ? configuration.features.cards : flow.type === 'payment_method_update'
}

function switchForm(desk: PortalDesk, subscription: Subscription): string {
  const choices = desk
    .choicesFor(subscription)
    .map(
      (price) =>
        `<label><input type="radio" name="price" value="${price.id}" required>${escapeHtml(nameOf(price))}, ${shown(price.unitAmount ?? 0, price.currency)}</label>`
    )
  if (choices.length === 0) return ''
  return `<form method="post"><input type="hidden" name="subscription" value="${subscription.id}">
<fieldset><legend>Switch to</legend>
${choices.join('\n')}
</fieldset>
<button class="main" name="action" value="switch">Switch now</button></form>`
}

function cardForm(): string {
  const choices = CARDS.map(({ kind, number, says }) => ({ kind, says: `${number} ${says}` }))
  return `<div class="card"><h2>Payment method</h2>
<form method="post">${cardChoice(choices)}
<button class="main" name="action" value="card">Use this card</button></form></div>`
}

function invoices(world: BillingWorld, { customer }: PortalSession): string {
  const rows = world.invoices
    .all()
    .filter((invoice) => invoice.customer.id === customer && invoice.number !== null)
    .map(
      ({ number, secret, status, amountDue, currency }) =>
        `<dt><a href="/i/${secret}">${escapeHtml(number ?? '')}</a> ${status}</dt><dd>${shown(amountDue, currency)}</dd>`
    )
  return rows.length === 0
    ? ''
    : `<div class="card"><h2>Invoices</h2><dl>${rows.join('\n')}</dl></div>`
}

function button(subscription: string, action: string, label: string): string {
  return `<form method="post"><input type="hidden" name="subscription" value="${subscription}">
<button class="main" name="action" value="${action}">${label}</button></form>`
}

function nameOf({ product, nickname }: Price): string {
  return nickname ?? product.name
}

function frame(content: string): string {
  return page({
    title: 'Billing',
    style: PAGE_STYLE,
    body: `<main><p class="note">Stripe stand-in for tests. No money moves.</p>
${content}</main>`,
  })
}
