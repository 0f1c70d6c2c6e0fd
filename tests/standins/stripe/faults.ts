import type { ProviderFaults } from '../kit/faults.js'
import { isRecord } from '../kit/guards.js'
import type { Reply } from '../kit/reply.js'
import { Refusal } from './refusals.js'

/** Stripe's own ways to be wrong, beside those every server has. */
export const stripeFaults: ProviderFaults = {
  instead: {
    'unauthorized': () => new Refusal('Invalid API Key provided', { status: 401 }).toReply(),
    /** A restricted key without the right. */
    'forbidden': () =>
      new Refusal('The provided key does not have the required permissions', {
        status: 403,
      }).toReply(),
    'refuse': ({ value = 'The request is invalid' }) => new Refusal(value).toReply(),
    /** The same idempotency key is being worked on. */
    'conflict': () =>
      new Refusal('Another request with the same idempotency key is in progress', {
        code: 'idempotency_key_in_use',
        type: 'idempotency_error',
        status: 409,
      }).toReply(),
    'too-many': () =>
      new Refusal('Request rate limit exceeded', { code: 'rate_limit', status: 429 }).toReply(),
    'api-error': () =>
      new Refusal('An unknown error occurred', { type: 'api_error', status: 500 }).toReply(),
  },
  alter: {
    'lie-amount': (reply, { value = '1' }) =>
      rewrite(reply, { amount_total: Number(value), amount: Number(value) }),
    'lie-currency': (reply, { value = 'eur' }) => rewrite(reply, { currency: value }),
    'lie-status': (reply, { value = 'complete' }) => rewrite(reply, { status: value }),
    'lie-paid': (reply, { value = 'paid' }) => rewrite(reply, { payment_status: value }),
    'lie-reference': (reply, { value = 'another' }) =>
      rewrite(reply, { client_reference_id: value }),
    'lie-id': (reply, { value = 'cs_test_another' }) => rewrite(reply, { id: value }),
  },
}

/** Changes only fields that the answer has. */
function rewrite(reply: Reply, changes: Record<string, string | number>): Reply {
  const body: unknown = JSON.parse(reply.body)
  if (!isRecord(body)) return reply
  const known = Object.entries(changes).filter(([field]) => field in body)
  return { ...reply, body: JSON.stringify({ ...body, ...Object.fromEntries(known) }) }
}
