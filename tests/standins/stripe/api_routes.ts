import { json, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { endpointView } from './endpoints.js'
import { expandedIntent, expandedSession } from './expand.js'
import { stripeId, type Merchant } from './merchants.js'
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
      guarded(() => {
        const merchant = world.merchants.authenticate(request.header('authorization'))
        world.expireOverdue()
        const call = { merchant, request, id: request.params.id ?? '', form: formOf(request) }
        if (method !== 'POST') return json(work(call))
        return world.idempotency.once(merchant, request, () => json(work(call)))
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

  add('POST', '/webhook_endpoints', ({ merchant, form }) =>
    endpointView(endpoints.create(merchant, form), true)
  )
  add('GET', '/webhook_endpoints', ({ merchant }) => {
    const found = endpoints.ofAccount(merchant).map((endpoint) => endpointView(endpoint))
    return listView('/v1/webhook_endpoints', found)
  })
  add('GET', '/webhook_endpoints/:id', ({ merchant, id }) =>
    endpointView(endpoints.of(merchant, id))
  )
  add('POST', '/webhook_endpoints/:id', ({ merchant, form, id }) =>
    endpointView(endpoints.update(merchant, id, form))
  )
  add('DELETE', '/webhook_endpoints/:id', ({ merchant, id }) => {
    endpoints.remove(merchant, id)
    return { id, object: 'webhook_endpoint', deleted: true }
  })
}

function expandOf(request: StandInRequest): string[] {
  return new Params(request.query, []).list('expand')
}

/** @throws Refusal for a body that is no form: API v1 takes no JSON. */
function formOf(request: StandInRequest): URLSearchParams {
  if (request.body === '') return new URLSearchParams()
  if (request.contentType !== 'application/x-www-form-urlencoded') {
    throw new Refusal('Invalid request: API v1 takes application/x-www-form-urlencoded')
  }
  return request.form()
}

/** Every answer has a request number. */
function guarded(work: () => Reply): Reply {
  const reply = attempt(work)
  return { ...reply, headers: { 'request-id': stripeId('req', 14), ...reply.headers } }
}

function attempt(work: () => Reply): Reply {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal) return error.toReply()
    throw error
  }
}
