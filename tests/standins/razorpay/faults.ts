import { rewritten, type ProviderFaults } from '../kit/faults.js'
import { json } from '../kit/reply.js'
import { Refusal } from './refusals.js'

/** Razorpay's own ways to be wrong, beside those every server has. */
export const razorpayFaults: ProviderFaults = {
  instead: {
    'unauthorized': () => new Refusal('Authentication failed', undefined, 401).toReply(),
    /** `value` is the description. */
    'refuse': ({ value = 'The request is invalid' }) => new Refusal(value).toReply(),
    /** The same refund is under way. */
    'conflict': () => new Refusal('Another request is in progress', undefined, 409).toReply(),
    'too-many': () => new Refusal('Request failed: too many requests', undefined, 429).toReply(),
    'server-error': () => {
      const error = {
        code: 'SERVER_ERROR',
        description: 'We are facing some trouble',
        metadata: {},
      }
      return json({ error }, 502)
    },
    'gateway-error': () => {
      const error = {
        code: 'GATEWAY_ERROR',
        description: 'The gateway did not answer',
        metadata: {},
      }
      return json({ error }, 504)
    },
  },
  alter: {
    'lie-amount': (reply, { value = '100' }) => rewritten(reply, { amount: Number(value) }),
    'lie-currency': (reply, { value = 'USD' }) => rewritten(reply, { currency: value }),
    'lie-status': (reply, { value = 'captured' }) => rewritten(reply, { status: value }),
    'lie-order': (reply, { value = 'order_00000000000000' }) =>
      rewritten(reply, { order_id: value }),
    'lie-id': (reply, { value = 'pay_00000000000000' }) => rewritten(reply, { id: value }),
  },
}
