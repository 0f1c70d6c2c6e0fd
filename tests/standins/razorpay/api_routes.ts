import type { JsonRecord } from '../kit/guards.js'
import { json, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import type { Merchant } from './merchants.js'
import { Refusal } from './refusals.js'
import { collection, orderView, paymentView, refundView } from './views.js'
import type { RazorpayWorld } from './world.js'

type Work = (merchant: Merchant, request: StandInRequest, id: string) => unknown

const BASIC = /^Basic ([A-Za-z0-9+/=]+)$/

/** Razorpay's API v1 as far as an order, its payments and their refunds go. */
export function addApiRoutes(routes: Routes, world: RazorpayWorld): void {
  const { merchants, orders, payments, refunds } = world
  const add = (method: string, path: string, work: Work) =>
    routes.add(method, `/v1${path}`, (request) =>
      guarded(() => work(authenticate(request), request, request.params.id ?? ''))
    )

  add('POST', '/orders', (merchant, request) => orderView(orders.create(merchant, body(request))))
  add('GET', '/orders', (merchant, request) => {
    const found = orders.withReceipt(merchant, request.query.get('receipt'))
    return collection(found.map(orderView))
  })
  add('GET', '/orders/:id', (merchant, _request, id) => orderView(orders.of(merchant, id)))
  add('GET', '/orders/:id/payments', (merchant, _request, id) =>
    collection(payments.ofOrder(orders.of(merchant, id)).map(paymentView))
  )
  add('GET', '/payments/:id', (merchant, _request, id) => paymentView(payments.of(merchant, id)))
  add('POST', '/payments/:id/capture', (merchant, request, id) => {
    const payment = payments.of(merchant, id)
    payments.checkCapture(payment, body(request))
    world.capture(payment)
    return paymentView(payment)
  })
  add('POST', '/payments/:id/refund', (merchant, request, id) => {
    const payment = payments.of(merchant, id)
    const key = request.header('x-refund-idempotency')
    const { refund, fresh } = refunds.refund(payment, body(request), key)
    if (fresh) world.refunded(refund)
    return refundView(refund)
  })
  add('GET', '/payments/:id/refunds', (merchant, _request, id) =>
    collection(refunds.ofPayment(payments.of(merchant, id)).map(refundView))
  )
  add('GET', '/refunds/:id', (merchant, _request, id) => refundView(refunds.of(merchant, id)))

  function authenticate(request: StandInRequest): Merchant {
    const encoded = BASIC.exec(request.header('authorization') ?? '')?.[1] ?? ''
    const [keyId = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
    const merchant = merchants.byKey(keyId)
    if (!merchant || merchant.keySecret !== secret.join(':')) {
      throw new Refusal('Authentication failed', undefined, 401)
    }
    return merchant
  }
}

/** @throws Refusal for what is no JSON object; nothing at all is an empty one. */
function body(request: StandInRequest): JsonRecord {
  if (request.body === '') return {}
  const fields = request.contentType === 'application/json' ? request.jsonObject() : undefined
  if (!fields) throw new Refusal('The request body is not valid JSON')
  return fields
}

function guarded(work: () => unknown): Reply {
  try {
    return json(work())
  } catch (error) {
    if (error instanceof Refusal) return error.toReply()
    throw error
  }
}
