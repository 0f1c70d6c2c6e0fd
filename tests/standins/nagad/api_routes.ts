import { json, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { openEnvelope, sealEnvelope } from './envelope.js'
import type { Merchant } from './merchants.js'
import { Refusal, render } from './refusals.js'
import {
  checkCaller,
  checkHeaders,
  checkInitialize,
  checkOrderId,
  parseComplete,
  readBody,
} from './requests.js'
import { initiatedView, payPageAddress, refundView, verifiedView } from './views.js'
import type { NagadWorld } from './world.js'

export const API = '/remote-payment-gateway-1.0/api/dfs'
const ENVELOPE = ['sensitiveData', 'signature']

/** Nagad's remote payment gateway, API v-0.2.0. */
export function addApiRoutes(routes: Routes, world: NagadWorld): void {
  const { merchants, payments, refunds, settings } = world

  routes.add('POST', `${API}/check-out/initialize/:merchantId/:orderId`, (request) =>
    guarded(() => {
      checkHeaders(request, true)
      const { merchantId, orderId = '' } = request.params
      const merchant = known(merchants.find(merchantId))
      checkCaller(request, merchant)
      checkOrderId(orderId)
      const body = readBody(request, ['accountNumber', 'dateTime', ...ENVELOPE])
      const content = openEnvelope(body, 'sensitiveData', world.pgKey).believe(merchant)
      checkInitialize(body, content, merchant, orderId, world.clock, settings.toleranceSeconds)
      const payment = payments.initiate(merchant, orderId)
      return sealEnvelope(initiatedView(payment), merchant, world.pgKey)
    })
  )

  routes.add('POST', `${API}/check-out/complete/:paymentRefId`, (request) =>
    guarded(() => {
      checkHeaders(request, true)
      const payment = payments.of(request.params.paymentRefId ?? '')
      checkCaller(request, payment.merchant)
      const body = readBody(request, ['merchantCallbackURL', 'additionalMerchantInfo', ...ENVELOPE])
      const envelope = openEnvelope(body, 'sensitiveData', world.pgKey)
      payments.complete(payment, parseComplete(body, envelope.believe(payment.merchant), payment))
      return { callBackUrl: payPageAddress(payment, world.payOrigin), status: 'Success' }
    })
  )

  // No key guards this: whoever knows the reference may ask.
  routes.add('GET', `${API}/verify/payment/:paymentRefId`, (request) =>
    guarded(() => {
      checkHeaders(request, false)
      const payment = payments.of(request.params.paymentRefId ?? '')
      checkCaller(request, payment.merchant)
      return verifiedView(payment, settings.amounts)
    })
  )

  routes.add('POST', `${API}/purchase/cancel`, (request) => guarded(() => refund(request)))

  function refund(request: StandInRequest) {
    checkHeaders(request, true)
    const body = readBody(request, ['sensitiveDataCancelRequest', 'signature'])
    const envelope = openEnvelope(body, 'sensitiveDataCancelRequest', world.pgKey)
    const merchant = known(merchants.find(envelope.content.merchantId))
    checkCaller(request, merchant)
    const content = envelope.believe(merchant)
    if (!merchant.mayRefund) throw new Refusal('InvalidApiRequest', 'Service is not available')
    const done = refunds.refund(merchant, request.query, content)
    return sealEnvelope(refundView(done.payment, done.refund), merchant, world.pgKey)
  }
}

function guarded(work: () => unknown): Reply {
  try {
    return json(work())
  } catch (error) {
    return render(error)
  }
}

function known(merchant: Merchant | undefined): Merchant {
  if (!merchant) throw new Refusal('InvalidMerchant')
  return merchant
}
