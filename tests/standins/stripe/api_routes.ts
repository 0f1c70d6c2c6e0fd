import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { answer } from './answering.js'
import { addEndpointRoutes } from './endpoint_routes.js'
import { expandedIntent, expandedSession } from './expand.js'
import type { Merchant } from './merchants.js'
import { Params } from './params.js'
import { Refusal } from './refusals.js'
import { parseSession } from './session_request.js'
import { listView, refundView, sessionView } from './views.js'
import type { StripeWorld } from './world.js'

interface Call {
  merchant: Merchant
  request: StandInRequest
  id: string
  /** The body's fields; of a GET, none. */
  form: URLSearchParams
}

/** Stripe's API v1 as far as hosted Checkout of an operator's own account goes. */
export function addApiRoutes(routes: Routes, world: StripeWorld, now: () => number): void {
  const { sessions, refunds, endpoints } = world
  const add = (method: string, path: string, work: (call: Call) => unknown) =>
    routes.add(method, `/v1${path}`, (request) =>
      answer(world, request, (merchant, form) => {
        world.expireOverdue()
        return work({ merchant, request, id: request.params.id ?? '', form })
      })
    )

  add('POST', '/checkout/sessions', ({ merchant, form }) =>
    sessionView(sessions.create(merchant, parseSession(form, now())), world.origin)
  )
  add('GET', '/checkout/sessions', ({ merchant, request }) => {
    const wanted = new Params(request.query, [/^payment_intent$/]).need('payment_intent')
    const { session } = sessions.intentOf(merchant, wanted)
    return listView('/v1/checkout/sessions', [sessionView(session, world.origin)])
  })
  add('GET', '/checkout/sessions/:id', ({ merchant, request, id }) =>
    expandedSession(sessions.of(merchant, id), world.origin, expandOf(request))
  )
  add('POST', '/checkout/sessions/:id/expire', ({ merchant, id }) => {
    const session = sessions.of(merchant, id)
    if (session.status !== 'open') {
      throw new Refusal(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`
      )
    }
    world.expire(session)
    return sessionView(session, world.origin)
  })
  add('GET', '/payment_intents/:id', ({ merchant, request, id }) =>
    expandedIntent(sessions.intentOf(merchant, id), expandOf(request))
  )
  add('POST', '/refunds', ({ merchant, form }) => {
    const refund = refunds.refund(merchant, form)
    world.refunded(refund)
    return refundView(refund)
  })
  add('GET', '/refunds', ({ merchant, request }) => {
    const wanted = new Params(request.query, [/^(?:payment_intent|limit)$/]).need('payment_intent')
    const found = refunds.ofIntent(sessions.intentOf(merchant, wanted))
    return listView('/v1/refunds', found.map(refundView))
  })
  add('GET', '/refunds/:id', ({ merchant, id }) => refundView(refunds.of(merchant, id)))

  addEndpointRoutes(add, endpoints)
}

function expandOf(request: StandInRequest): string[] {
  return new Params(request.query, []).list('expand')
}
