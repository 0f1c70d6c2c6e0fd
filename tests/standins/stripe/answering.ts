import { json, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Idempotency } from './idempotency.js'
import { stripeId, type Merchant, type Merchants } from './merchants.js'
import { Refusal } from './refusals.js'

/** Who asks, and whether they asked before: what is the same whatever is asked for. */
export interface Doorkeeper {
  merchants: Merchants
  idempotency: Idempotency
}

/** Answers a call of API v1; refusals become replies, and every reply has a request number. */
export function answer(
  { merchants, idempotency }: Doorkeeper,
  request: StandInRequest,
  work: (merchant: Merchant, form: URLSearchParams) => unknown
): Reply {
  const reply = attempt(() => {
    const merchant = merchants.authenticate(request.header('authorization'))
    const form = formOf(request)
    if (request.method !== 'POST') return json(work(merchant, form))
    return idempotency.once(merchant, request, () => json(work(merchant, form)))
  })
  return { ...reply, headers: { 'request-id': stripeId('req', 14), ...reply.headers } }
}

/** @throws Refusal for a body that is no form: API v1 takes no JSON. */
function formOf(request: StandInRequest): URLSearchParams {
  if (request.body === '') return new URLSearchParams()
  if (request.contentType !== 'application/x-www-form-urlencoded') {
    throw new Refusal('Invalid request: API v1 takes application/x-www-form-urlencoded')
  }
  return request.form()
}

function attempt(work: () => Reply): Reply {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal) return error.toReply()
    throw error
  }
}
