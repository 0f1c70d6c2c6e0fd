import { rewritten, type ProviderFaults } from '../kit/faults.js'
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
      rewritten(reply, { amount_total: Number(value), amount: Number(value) }),
    'lie-currency': (reply, { value = 'eur' }) => rewritten(reply, { currency: value }),
    'lie-status': (reply, { value = 'complete' }) => rewritten(reply, { status: value }),
    'lie-paid': (reply, { value = 'paid' }) => rewritten(reply, { payment_status: value }),
    'lie-reference': (reply, { value = 'another' }) =>
      rewritten(reply, { client_reference_id: value }),
    'lie-id': (reply, { value = 'cs_test_another' }) => rewritten(reply, { id: value }),
  },
}
