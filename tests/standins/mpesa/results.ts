/**
 * How a push may end (Daraja's M-Pesa Express page and its error lists). The words differ
 * between query and callback, as Safaricom's own do; only the codes are to be relied on.
 */
export const RESULTS = {
  '0': { query: 'The service request is processed successfully.' },
  '1': { query: 'The balance is insufficient for the transaction.' },
  '17': { query: 'Party B is unable to process the transaction.' },
  '1001': {
    query:
      'Unable to lock subscriber, a transaction is already in process for the current subscriber',
  },
  '1019': { query: 'Transaction has expired' },
  '1025': { query: 'An error occurred while sending a push request' },
  '1032': { query: 'Request Cancelled by user.', callback: 'Request cancelled by user' },
  '1037': { query: 'DS timeout user cannot be reached.', callback: 'No response from user.' },
  '2001': { query: 'The initiator information is invalid.' },
  '9999': { query: 'An error occurred while sending a push request' },
} as const satisfies Record<string, { query: string; callback?: string }>

export type ResultCode = keyof typeof RESULTS

export function isResultCode(code: string): code is ResultCode {
  return Object.hasOwn(RESULTS, code)
}

export function queryWords(code: ResultCode): string {
  return RESULTS[code].query
}

export function callbackWords(code: ResultCode): string {
  const words = RESULTS[code]
  return 'callback' in words ? words.callback : words.query
}
