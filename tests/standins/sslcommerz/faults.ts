import type { ProviderFaults } from '../kit/faults.js'
import { isRecord, type JsonRecord } from '../kit/guards.js'
import { json, type Reply } from '../kit/reply.js'

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
      rewrite(reply, { amount: value, currency_amount: value }),
    'lie-currency': (reply, { value = 'USD' }) => rewrite(reply, { currency_type: value }),
    'lie-status': (reply, { value = 'VALID' }) => rewrite(reply, { status: value }),
    'lie-transaction': (reply, { value = 'another-transaction' }) =>
      rewrite(reply, { tran_id: value }),
    'lie-risk': (reply, { value = '1' }) => rewrite(reply, { risk_level: value }),
  },
}

/** Changes only fields that the answer, or each of its elements, has. */
function rewrite(reply: Reply, changes: JsonRecord): Reply {
  const body: unknown = JSON.parse(reply.body)
  if (!isRecord(body)) return reply
  const change = (record: unknown): unknown => {
    if (Array.isArray(record)) return record.map(change)
    if (!isRecord(record)) return record
    const known = Object.entries(changes).filter(([field]) => field in record)
    return { ...record, ...Object.fromEntries(known) }
  }
  const changed = 'element' in body ? { ...body, element: change(body.element) } : change(body)
  return { ...reply, body: JSON.stringify(changed) }
}
