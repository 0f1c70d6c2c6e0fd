import { rewritten, type ProviderFaults } from '../kit/faults.js'
import { json } from '../kit/reply.js'

/** SSLCommerz's own ways to be wrong, beside those every server has. */
export const sslcommerzFaults: ProviderFaults = {
  instead: {
    /** Validation lags behind the browser that comes back. */
    'lag': () => json({ status: 'INVALID_TRANSACTION', APIConnect: 'DONE' }),
    'not-found-yet': () => json({ APIConnect: 'DONE', no_of_trans_found: 0, element: [] }),
    'credentials-refused': () => json({ APIConnect: 'FAILED' }),
    'ip-not-registered': () =>
      json({ APIConnect: 'FAILED', status: 'FAILED', failedreason: 'Your IP is not registered' }),
    /** `value` is the reason. */
    'refuse': ({ value = 'Something went wrong' }) =>
      json({ status: 'FAILED', failedreason: value, sessionkey: '', GatewayPageURL: '' }),
  },
  alter: {
    'lie-amount': (reply, { value = '10.00' }) =>
      rewritten(reply, { amount: value, currency_amount: value }),
    'lie-currency': (reply, { value = 'USD' }) => rewritten(reply, { currency_type: value }),
    'lie-status': (reply, { value = 'VALID' }) => rewritten(reply, { status: value }),
    'lie-transaction': (reply, { value = 'another-transaction' }) =>
      rewritten(reply, { tran_id: value }),
    'lie-risk': (reply, { value = '1' }) => rewritten(reply, { risk_level: value }),
  },
}
