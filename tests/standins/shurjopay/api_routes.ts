import type { JsonRecord } from '../kit/guards.js'
import { json, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { Refusal, Unauthenticated, Unprocessable } from './codes.js'
import type { Merchant } from './merchants.js'
import { parseSecretPay } from './secret_pay_request.js'
import { createdView, recordView } from './views.js'
import type { ShurjopayWorld } from './world.js'

/** shurjoPay's API of v2.1: POST with JSON or a form. */
export function addApiRoutes(routes: Routes, world: ShurjopayWorld): void {
  const { merchants, tokens, orders } = world

  routes.add('POST', '/api/get_token', (request) =>
    guarded(() => {
      const merchant = login(fields(request, ['username', 'password']))
      return tokens.grant(merchant, `${world.publicUrl ?? request.origin}/api/secret-pay`)
    })
  )
  routes.add('POST', '/api/secret-pay', (request) =>
    guarded(() => {
      const { merchant, token } = tokens.authorize(request.header('authorization'))
      const order = orders.create(merchant, parseSecretPay(fields(request), merchant, token))
      return createdView(order, world.publicUrl ?? request.origin)
    })
  )

  // One record, in an array; a refusal comes bare.
  const verify = (request: StandInRequest) =>
    guarded(() => {
      const { merchant } = tokens.authorize(request.header('authorization'))
      const { order_id: spOrderId } = fields(request, ['order_id'])
      return [recordView(orders.of(merchant, spOrderId), world.style)]
    })
  routes.add('POST', '/api/verification', verify)
  routes.add('POST', '/api/payment-status', verify)

  function login({ username, password }: JsonRecord): Merchant {
    const merchant = merchants.byUsername(String(username))
    if (!merchant || merchant.password !== password) throw new Refusal('1064')
    return merchant
  }
}

function guarded(work: () => unknown): Reply {
  try {
    return json(work())
  } catch (error) {
    if (error instanceof Refusal) {
      return json({ sp_code: error.spCode, message: error.message })
    }
    if (error instanceof Unauthenticated) return json({ message: error.message }, 401)
    if (error instanceof Unprocessable) {
      const errors = { [error.field]: [error.message] }
      return json({ message: 'The given data was invalid.', errors }, 422)
    }
    throw error
  }
}

/** The body's fields; with names, exactly these. @throws Unprocessable */
function fields(request: StandInRequest, exactly?: readonly string[]): JsonRecord {
  const body = bodyOf(request)
  if (!body) throw new Unprocessable('body')
  for (const field of exactly ?? []) {
    if (typeof body[field] !== 'string' || body[field] === '') throw new Unprocessable(field)
  }
  const unknown = exactly && Object.keys(body).find((field) => !exactly.includes(field))
  if (unknown !== undefined) throw new Unprocessable(unknown)
  return body
}

function bodyOf(request: StandInRequest): JsonRecord | undefined {
  if (request.contentType === 'application/json') return request.jsonObject()
  if (request.contentType !== 'application/x-www-form-urlencoded') return undefined
  return Object.fromEntries(request.form())
}
