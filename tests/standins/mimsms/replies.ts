import type { ProviderFaults } from '../kit/faults.js'
import { json, type Reply } from '../kit/reply.js'

/** MiMSMS API v2, codes seen of it; HTTP is 200 for all of them. */
const RESULTS: Readonly<Record<string, string>> = {
  205: 'Invalid Message Content',
  206: 'Invalid Mobile Number',
  208: 'Invalid Sender Name',
  213: 'Invalid TransactionType',
  216: 'Insufficient Balance',
  401: 'Unauthorized: UserName or Apikey is wrong',
}

export function failed(statusCode: string, result = RESULTS[statusCode] ?? 'System error'): Reply {
  return json({ statusCode, status: 'Failed', trxnId: '', responseResult: result })
}

export function succeeded(trxnId: string, responseResult: string): Reply {
  return json({ statusCode: '200', status: 'Success', trxnId, responseResult })
}

export const mimSmsFaults: ProviderFaults = {
  instead: {
    /** `value` is the code to refuse with, and after a colon the words, if others. */
    refuse: ({ value = '500' }) => {
      const [code = '500', ...words] = value.split(':')
      return words.length > 0 ? failed(code, words.join(':')) : failed(code)
    },
  },
  alter: {
    /** Answers spell the id in many ways: `value` is TrxnId, transactionId, messageId, … */
    'spell-id': (reply, { value = 'transactionId' }) => ({
      ...reply,
      body: reply.body.replace('"trxnId"', JSON.stringify(value)),
    }),
    /** The outcome by its code alone. */
    'no-status': (reply) => ({ ...reply, body: reply.body.replace(/"status":"\w+",/, '') }),
  },
}
