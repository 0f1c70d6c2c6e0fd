import { Refusal } from './refusals.js'
import type { Intent, Session } from './session_book.js'
import { chargeView, intentView, listView, sessionView } from './views.js'

/** A session with what `expand` asks for in full. @throws Refusal for what cannot be. */
export function expandedSession(session: Session, origin: string, expand: readonly string[]) {
  refuseOthers(expand, ['payment_intent', 'payment_intent.latest_charge', 'line_items'])
  const view = sessionView(session, origin)
  const inner = expand.includes('payment_intent.latest_charge') ? ['latest_charge'] : []
  const wanted = expand.some((one) => one.startsWith('payment_intent'))
  return {
    ...view,
    ...(wanted && session.intent ? { payment_intent: expandedIntent(session.intent, inner) } : {}),
    ...(expand.includes('line_items') ? { line_items: items(session) } : {}),
  }
}

/** @throws Refusal */
export function expandedIntent(intent: Intent, expand: readonly string[]) {
  refuseOthers(expand, ['latest_charge'])
  const view = intentView(intent)
  if (!expand.includes('latest_charge') || intent.chargeId === null) return view
  return { ...view, latest_charge: chargeView(intent) }
}

function items({ id, amountMinor, currency, description }: Session) {
  const item = { object: 'item', amount_total: amountMinor, currency, description, quantity: 1 }
  return listView(`/v1/checkout/sessions/${id}/line_items`, [item])
}

function refuseOthers(expand: readonly string[], known: readonly string[]): void {
  const other = expand.find((one) => !known.includes(one))
  if (other !== undefined) {
    throw new Refusal(`This property cannot be expanded (${other}).`, { param: 'expand' })
  }
}
