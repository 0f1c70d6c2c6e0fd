import { json, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import type { JsonRecord } from '../kit/guards.js'
import {
  agreementCancelledView,
  agreementCreatedView,
  agreementExecutedView,
  agreementView,
} from './agreement_views.js'
import {
  parseAgreementRequest,
  parseCreateRequest,
  parsePaymentByAgreement,
  requireFields,
} from './create_request.js'
import type { Merchant } from './merchants.js'
import { Refusal, renderRefundRefusal, renderRefusal, Unauthorized } from './refusals.js'
import { V1_CODES, V2_CODES } from './refund_desk.js'
import { belongsTo } from './visits.js'
import type { BkashWorld } from './world.js'
import * as views from './views.js'

const V1 = '/v1.2.0-beta/tokenized/checkout'
const V2_REFUND = '/v2/tokenized-checkout/refund/payment'

type BusinessCall = (merchant: Merchant, body: JsonRecord, request: StandInRequest) => unknown

/** bKash's own endpoints. Everything is POST and JSON; refusals are HTTP 200. */
export function addApiRoutes(routes: Routes, world: BkashWorld): void {
  const { tokens, agreements, payments, refunds } = world

  const add = (path: string, render: (refusal: Refusal) => Reply, work: BusinessCall) => {
    routes.add('POST', path, (request) =>
      guarded(render, () => {
        const appKey = request.header('x-app-key')
        const merchant = tokens.authorize(request.header('authorization'), appKey)
        return work(merchant, jsonBody(request), request)
      })
    )
  }
  const v1 = (refusal: Refusal) => renderRefusal(refusal, world.settings.errorEnvelope)

  routes.add('POST', `${V1}/token/grant`, (request) =>
    guarded(v1, () => tokens.grant(login(world, request, [])))
  )
  routes.add('POST', `${V1}/token/refresh`, (request) =>
    guarded(v1, () => {
      const merchant = login(world, request, ['refresh_token'])
      return tokens.refresh(merchant, String(jsonBody(request).refresh_token))
    })
  )

  add(`${V1}/create`, v1, (merchant, body, request) => {
    const origin = world.publicUrl ?? request.origin
    if (body.mode === '0000') {
      return agreementCreatedView(agreements.create(merchant, parseAgreementRequest(body)), origin)
    }
    if (body.mode === '0001') {
      const order = parsePaymentByAgreement(body)
      const agreement = agreements.of(merchant, body.agreementID)
      return views.createdView(payments.create(merchant, order, agreement), origin)
    }
    return views.createdView(payments.create(merchant, parseCreateRequest(body)), origin)
  })
  add(`${V1}/execute`, v1, (merchant, body) => {
    requireFields(body, ['paymentID'])
    const agreement = agreements.find(String(body.paymentID))
    if (agreement && belongsTo(agreement, merchant)) {
      agreements.execute(agreement)
      return agreementExecutedView(agreement)
    }
    const payment = payments.of(merchant, body.paymentID)
    payments.execute(payment)
    return views.executedView(payment)
  })
  add(`${V1}/payment/status`, v1, (merchant, body) => {
    requireFields(body, ['paymentID'])
    return views.queriedView(payments.of(merchant, body.paymentID))
  })
  add(`${V1}/agreement/status`, v1, (merchant, body) => {
    requireFields(body, ['agreementID'])
    return agreementView(agreements.of(merchant, body.agreementID))
  })
  add(`${V1}/agreement/cancel`, v1, (merchant, body) => {
    requireFields(body, ['agreementID'])
    const agreement = agreements.of(merchant, body.agreementID)
    agreements.cancel(agreement)
    return agreementCancelledView(agreement)
  })
  add(`${V1}/general/searchTransaction`, v1, (merchant, body) => {
    requireFields(body, ['trxID'])
    const payment = payments.byTransaction(merchant, String(body.trxID))
    if (!payment) throw new Refusal('2033')
    return views.transactionView(payment)
  })
  add(`${V1}/payment/refund`, v1, (merchant, body) => {
    requireFields(body, ['paymentID', 'trxID'], ['amount', 'sku', 'reason'])
    const payment = payments.of(merchant, body.paymentID)
    if (Object.keys(body).length === 2) return refundStatusV1(payment, body.trxID)
    requireFields(body, ['paymentID', 'trxID', 'amount', 'sku', 'reason'])
    const { trxID: trxId, amount, sku, reason } = body
    const refund = refunds.refund(payment, { trxId, amount, sku, reason }, V1_CODES)
    return views.refundViewV1(payment, refund)
  })

  add(`${V2_REFUND}/transaction`, renderRefundRefusal, (merchant, body) => {
    requireFields(body, ['paymentId', 'trxId', 'refundAmount', 'sku', 'reason'])
    const payment = payments.of(merchant, body.paymentId)
    const { trxId, refundAmount: amount, sku, reason } = body
    const refund = refunds.refund(payment, { trxId, amount, sku, reason }, V2_CODES)
    return views.refundViewV2(payment, refund)
  })
  add(`${V2_REFUND}/status`, renderRefundRefusal, (merchant, body) => {
    requireFields(body, ['paymentId', 'trxId'])
    const payment = payments.of(merchant, body.paymentId)
    if (payment.trxId === undefined || body.trxId !== payment.trxId) throw new Refusal('2077')
    return views.refundStatusViewV2(payment)
  })
}

/** v1 asks for the state of the last refund at the address of the refund itself. */
function refundStatusV1(payment: ReturnType<BkashWorld['payments']['of']>, trxId: unknown) {
  const last = payment.refunds.at(-1)
  if (!last || trxId !== payment.trxId) throw new Refusal('2033')
  return views.refundViewV1(payment, last)
}

function guarded(render: (refusal: Refusal) => Reply, work: () => unknown): Reply {
  try {
    return json(work())
  } catch (error) {
    if (error instanceof Refusal) return render(error)
    if (error instanceof Unauthorized) return json({ message: error.message }, 401)
    throw error
  }
}

function jsonBody(request: StandInRequest): JsonRecord {
  const body = request.contentType === 'application/json' ? request.jsonObject() : undefined
  if (!body) throw new Refusal('2025')
  return body
}

/** Token calls prove themselves by headers `username`, `password` and the app's key and secret. */
function login(world: BkashWorld, request: StandInRequest, more: string[]): Merchant {
  const body = jsonBody(request)
  requireFields(body, ['app_key', 'app_secret', ...more])
  const merchant = world.merchants.byUsername(request.header('username') ?? '')
  if (!merchant) throw new Refusal('9999', 'Username does not exist')
  if (request.header('password') !== merchant.password) {
    throw new Refusal('9999', 'Incorrect username or password')
  }
  if (body.app_key !== merchant.appKey || body.app_secret !== merchant.appSecret) {
    throw new Refusal('2001')
  }
  return merchant
}
