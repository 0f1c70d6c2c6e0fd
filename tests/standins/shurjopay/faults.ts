import { rewritten, type ProviderFaults } from '../kit/faults.js'
import { json } from '../kit/reply.js'
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
    'lie-amount': (reply, { value = '1.0000' }) => rewritten(reply, { amount: value }),
    'lie-currency': (reply, { value = 'USD' }) => rewritten(reply, { currency: value }),
    'lie-code': (reply, { value = '1000' }) => rewritten(reply, { sp_code: value }),
    'lie-order': (reply, { value = 'another-order' }) =>
      rewritten(reply, { customer_order_id: value }),
    'lie-reference': (reply, { value = 'SP0000000000000' }) =>
      rewritten(reply, { order_id: value }),
    /** Money is there and the bank's word is another, as merchants have seen. */
    'odd-bank-status': (reply, { value = 'Failed' }) => rewritten(reply, { bank_status: value }),
    'no-transaction-status': (reply) => rewritten(reply, { transaction_status: null }),
  },
}
