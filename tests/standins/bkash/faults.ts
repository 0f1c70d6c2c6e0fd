import { isRecord } from '../kit/guards.js'
import type { ProviderFaults } from '../kit/faults.js'
import { json, type Reply } from '../kit/reply.js'
import { isRefusalCode, Refusal, renderRefusal } from './refusals.js'

/** bKash's own ways to be wrong, beside those every server has. */
export const bkashFaults: ProviderFaults = {
  instead: {
    'maintenance': () => renderRefusal(new Refusal('503'), 'status'),
    'system-error': () => renderRefusal(new Refusal('9999'), 'status'),
    'expired-token': () => json({ message: 'The incoming token has expired' }, 401),
    /** `value` is the code to refuse with. */
    'refuse': ({ value = '' }) =>
      renderRefusal(new Refusal(isRefusalCode(value) ? value : '9999'), 'mixed'),
  },
  alter: {
    'lie-amount': (reply, { value = '1.00' }) => rewrite(reply, { amount: value }),
    'lie-currency': (reply, { value = 'USD' }) => rewrite(reply, { currency: value }),
    'lie-status': (reply, { value = 'Completed' }) => rewrite(reply, { transactionStatus: value }),
    'lie-payment': (reply, { value = 'TR0011forged0000000000000' }) =>
      rewrite(reply, { paymentID: value }),
    'lie-trx': (reply, { value = 'FORGED0000' }) => rewrite(reply, { trxID: value }),
    'lie-agreement': (reply, { value = 'ForgedAgreement0000' }) =>
      rewrite(reply, { agreementID: value }),
    'lie-agreement-status': (reply, { value = 'Completed' }) =>
      rewrite(reply, { agreementStatus: value }),
    'lie-invoice': (reply, { value = 'another-invoice' }) =>
      rewrite(reply, { merchantInvoiceNumber: value, merchantInvoice: value }),
  },
}

/** Changes only fields that the reply has. */
function rewrite(reply: Reply, changes: Record<string, string>): Reply {
  const body: unknown = JSON.parse(reply.body)
  if (!isRecord(body)) return reply
  const known = Object.entries(changes).filter(([field]) => field in body)
  return {
    ...reply,
    body: JSON.stringify({ ...body, ...Object.fromEntries(known) }),
  }
}
