import type { ProviderFaults } from '../kit/faults.js'
import { isRecord } from '../kit/guards.js'
import { json, type Reply } from '../kit/reply.js'
import { isSpCode, MESSAGES } from './codes.js'

/** shurjoPay's own ways to be wrong, beside those every server has. */
export const shurjopayFaults: ProviderFaults = {
  instead: {
    'expired-token': () => json({ message: 'Token has expired' }, 401),
    /** `value` is the code to refuse with. */
    'refuse': ({ value = '2008' }) => {
      const code = isSpCode(value) ? value : '2008'
      return json({ sp_code: code, message: MESSAGES[code] })
    },
    'empty-list': () => json([]),
  },
  alter: {
    'lie-amount': (reply, { value = '1.0000' }) => rewrite(reply, { amount: value }),
    'lie-currency': (reply, { value = 'USD' }) => rewrite(reply, { currency: value }),
    'lie-code': (reply, { value = '1000' }) => rewrite(reply, { sp_code: value }),
    'lie-order': (reply, { value = 'another-order' }) =>
      rewrite(reply, { customer_order_id: value }),
    'lie-reference': (reply, { value = 'SP0000000000000' }) => rewrite(reply, { order_id: value }),
    /** Money is there and the bank's word is another, as merchants have seen. */
    'odd-bank-status': (reply, { value = 'Failed' }) => rewrite(reply, { bank_status: value }),
    'no-transaction-status': (reply) => rewrite(reply, { transaction_status: null }),
  },
}

/** Changes only fields that the record, or the bare answer, has. */
function rewrite(reply: Reply, changes: Record<string, string | null>): Reply {
  const body: unknown = JSON.parse(reply.body)
  const record: unknown = Array.isArray(body) ? body[0] : body
  if (!isRecord(record)) return reply
  const known = Object.entries(changes).filter(([field]) => field in record)
  const changed = { ...record, ...Object.fromEntries(known) }
  return { ...reply, body: JSON.stringify(Array.isArray(body) ? [changed] : changed) }
}
