import { addControlRoutes, controlBody } from '../kit/control.js'
import {
  ControlError,
  optionalNumber,
  optionalText,
  requireText,
  type JsonRecord,
} from '../kit/guards.js'
import { json } from '../kit/reply.js'
import type { Routes } from '../kit/routes.js'
import { cardKind } from './cards.js'
import type { StripeBillingControl } from './control.js'
import type { Twist } from './event_post.js'

/** The same over HTTP. */
export function addBillingControlRoutes(routes: Routes, control: StripeBillingControl): void {
  addControlRoutes(routes, control)
  routes
    .add('POST', '/__control/checkouts/:id', (request) => {
      const body = controlBody(request)
      const email = optionalText(body, 'email')
      const card = body.card === null ? null : cardOf(body)
      const answer = { card, ...(email === undefined ? {} : { email }) }
      return json({ callbackUrl: control.checkout(request.params.id ?? '', answer) })
    })
    .add('POST', '/__control/customers/:id/cards', (request) => {
      control.turnCards(request.params.id ?? '', cardOf(controlBody(request)))
      return json({})
    })
    .add('POST', '/__control/settings', (request) => {
      applySettings(control, controlBody(request))
      return json(control.settings)
    })
    .add('GET', '/__control/deliveries', () => json({ deliveries: control.post.deliveries }))
    .add('POST', '/__control/deliveries', (request) => {
      const body = controlBody(request)
      if (typeof body.held === 'boolean') control.post.held = body.held
      control.post.copies = optionalNumber(body, 'copies') ?? control.post.copies
      return json({ held: control.post.held, copies: control.post.copies })
    })
    .add('POST', '/__control/deliveries/release', async (request) => {
      const { order } = controlBody(request)
      await control.post.release(order === 'reversed' || order === 'shuffled' ? order : 'happened')
      return json({ deliveries: control.post.deliveries })
    })
    .add('POST', '/__control/events/:id/resend', async (request) => {
      await control.resend(request.params.id ?? '', twistOf(controlBody(request)))
      return json({})
    })
    .add('POST', '/__control/events/forge', async (request) => {
      const body = controlBody(request)
      const id = await control.forge(requireText(body, 'type'), body.object ?? {}, twistOf(body))
      return json({ id })
    })
}

function cardOf(body: JsonRecord) {
  const card = cardKind(body.card)
  if (card === undefined) throw new ControlError('"card" must be good, declined, later or once')
  return card
}

function applySettings({ settings }: StripeBillingControl, body: JsonRecord): void {
  const { finalState, retryDays } = body
  if (finalState === 'cancel' || finalState === 'unpaid' || finalState === 'past_due') {
    settings.finalState = finalState
  }
  if (Array.isArray(retryDays) && retryDays.every((days) => typeof days === 'number')) {
    settings.retryDays = retryDays
  }
  settings.upcomingDays = optionalNumber(body, 'upcomingDays') ?? settings.upcomingDays
}

function twistOf(body: JsonRecord): Twist {
  const age = optionalNumber(body, 'age')
  const secret = optionalText(body, 'secret')
  const copies = optionalNumber(body, 'copies')
  return {
    ...(age === undefined ? {} : { age }),
    ...(secret === undefined ? {} : { secret }),
    ...(copies === undefined ? {} : { copies }),
    ...(body.tampered === true ? { tampered: true } : {}),
  }
}
