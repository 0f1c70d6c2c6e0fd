import type { JsonRecord } from '../kit/guards.js'
import { json, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { authenticate, refuseUnknown } from './credentials.js'
import type { Push } from './push_book.js'
import { parsePush } from './push_request.js'
import { invalid, Refusal, unable } from './refusals.js'
import { queryWords } from './results.js'
import type { MpesaWorld } from './world.js'

const QUERY_FIELDS = ['BusinessShortCode', 'Password', 'Timestamp', 'CheckoutRequestID']

/** Daraja: the token, the push, and the query that is asked with Daraja's own id alone. */
export function addApiRoutes(routes: Routes, world: MpesaWorld): void {
  const { merchants, tokens, pushes } = world

  routes.add('GET', '/oauth/v1/generate', (request) =>
    guarded(() => tokens.grant(request.header('authorization'), request.query.get('grant_type')))
  )
  routes.add('POST', '/mpesa/stkpush/v1/processrequest', (request) =>
    guarded(() => {
      const { consumerKey, body } = open(request)
      const merchant = authenticate(merchants, consumerKey, body)
      const push = pushes.open(merchant, parsePush(body, merchant, world.wordsMatter))
      return {
        MerchantRequestID: push.merchantRequestId,
        CheckoutRequestID: push.checkoutRequestId,
        ResponseCode: '0',
        ResponseDescription: 'Success. Request accepted for processing',
        CustomerMessage: 'Success. Request accepted for processing',
      }
    })
  )
  routes.add('POST', '/mpesa/stkpushquery/v1/query', (request) =>
    guarded(() => {
      const { consumerKey, body } = open(request)
      refuseUnknown(body, QUERY_FIELDS)
      const merchant = authenticate(merchants, consumerKey, body)
      const id = body.CheckoutRequestID
      if (typeof id !== 'string' || id === '') throw invalid('CheckoutRequestID')
      world.endOverdue()
      const push = pushes.find(id)
      if (!push || push.merchant.shortcode !== merchant.shortcode) {
        throw unable('The transaction does not Exist')
      }
      return answer(push)
    })
  )

  /** @throws Refusal for the token, or a body that is no JSON object. */
  function open(request: StandInRequest): { consumerKey: string; body: JsonRecord } {
    const consumerKey = tokens.authorize(request.header('authorization'))
    const body = request.contentType === 'application/json' ? request.jsonObject() : undefined
    if (!body) throw new Refusal(400, '400.002.05', 'Invalid Request Payload')
    return { consumerKey, body }
  }

  /** Neither receipt nor amount is in it: only the callback has these. */
  function answer(push: Push) {
    if (push.result === undefined && world.pendingStyle === 'error') {
      throw unable('The transaction is being processed')
    }
    if (push.result === undefined && world.pendingStyle === 'blank') throw unable('', 200)
    return {
      ResponseCode: '0',
      ResponseDescription: 'The service request has been accepted successfully',
      MerchantRequestID: push.merchantRequestId,
      CheckoutRequestID: push.checkoutRequestId,
      ResultCode: push.result ?? '4999',
      ResultDesc: push.result
        ? queryWords(push.result)
        : 'The transaction is still under processing',
    }
  }
}

function guarded(work: () => unknown): Reply {
  try {
    return json(work())
  } catch (error) {
    if (error instanceof Refusal) return error.toReply()
    throw error
  }
}
