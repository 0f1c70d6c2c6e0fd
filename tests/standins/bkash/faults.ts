import { rewritten, type ProviderFaults } from '../kit/faults.js'
import { json } from '../kit/reply.js'
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
    'lie-amount': (reply, { value = '1.00' }) => rewritten(reply, { amount: value }),
    'lie-currency': (reply, { value = 'USD' }) => rewritten(reply, { currency: value }),
    'lie-status': (reply, { value = 'Completed' }) =>
      rewritten(reply, { transactionStatus: value }),
    'lie-payment': (reply, { value = 'TR0011forged0000000000000' }) =>
      rewritten(reply, { paymentID: value }),
    'lie-trx': (reply, { value = 'FORGED0000' }) => rewritten(reply, { trxID: value }),
    'lie-agreement': (reply, { value = 'ForgedAgreement0000' }) =>
      rewritten(reply, { agreementID: value }),
    'lie-agreement-status': (reply, { value = 'Completed' }) =>
      rewritten(reply, { agreementStatus: value }),
    'lie-invoice': (reply, { value = 'another-invoice' }) =>
      rewritten(reply, { merchantInvoiceNumber: value, merchantInvoice: value }),
  },
}
