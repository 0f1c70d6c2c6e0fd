import { json, type Reply } from '../kit/reply.js'

/** bKash's catalogue (developer.bka.sh/docs/error-codes), as far as this product reaches. */
const MESSAGES = {
  '503': 'System is undergoing maintenance. Please try again later',
  '2001': 'Invalid App Key',
  '2002': 'Invalid Payment ID',
  '2006': 'Invalid amount',
  '2007': 'Invalid currency',
  '2008': 'Invalid intent',
  '2023': 'Insufficient Balance',
  '2025': 'Invalid request body',
  '2026': 'The reversal amount cannot be greater than the original transaction amount',
  '2029': 'Duplicate for all transactions',
  '2031': 'Invalid merchant invoice number',
  '2033': 'Transaction not found',
  '2034': 'The transaction cannot be reversed because the original transaction has been reversed',
  '2037':
    'The account of the debit party is in a state which prohibits execution of this transaction',
  '2048': 'Invalid Payer Reference',
  '2049': 'Invalid Merchant Callback URL',
  '2050': 'Agreement already exists between payer and merchant',
  '2051': 'Invalid Agreement ID',
  '2053': 'Agreement has already been cancelled',
  '2054': "Agreement execution pre-requisite hasn't been met",
  '2055': 'Invalid Agreement State',
  '2056': 'Invalid Payment State',
  '2060': "Payment execution pre-requisite hasn't been met",
  '2062': 'The payment has already been completed',
  '2063': 'Mode is not valid as per request data',
  '2065': 'Mendatory field missing',
  '2071': 'The transaction is too old to be refunded',
  '2072': 'Invalid refund amount',
  '2073': 'Invalid SKU',
  '2074': 'The transaction cannot be reversed',
  '2076': 'Invalid reason',
  '2077': 'Invalid TrxID',
  '2116': 'The agreement execution has already been completed',
  '2117': 'The payment execution has already been completed',
  '2127': 'The transaction is not completed yet',
  '9999': 'System Error',
} as const

export type RefusalCode = keyof typeof MESSAGES

/** Faults of the request itself; the rest are faults of a state, a wallet or the system. */
const ABOUT_THE_REQUEST: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  '2001',
  '2002',
  '2006',
  '2007',
  '2008',
  '2025',
  '2031',
  '2048',
  '2049',
  '2051',
  '2063',
  '2065',
])

/** bKash answers in either envelope; `mixed` uses both, as the real one does. */
export type Envelope = 'mixed' | 'status' | 'error'

export const ENVELOPES: readonly Envelope[] = ['mixed', 'status', 'error']

/** bKash says no: HTTP 200 with a code in the body. */
export class Refusal extends Error {
  constructor(
    readonly refusalCode: RefusalCode,
    message: string = MESSAGES[refusalCode]
  ) {
    super(message)
  }
}

/** The API gateway in front of bKash says no: HTTP 401 and no code at all. */
export class Unauthorized extends Error {}

export function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(MESSAGES, code)
}

export function renderRefusal({ refusalCode, message }: Refusal, envelope: Envelope): Reply {
  const asError =
    envelope === 'error' || (envelope === 'mixed' && ABOUT_THE_REQUEST.has(refusalCode))
  return json(
    asError
      ? { errorCode: refusalCode, errorMessage: message }
      : { statusCode: refusalCode, statusMessage: message }
  )
}

/** The refund API of v2 has an envelope of its own. */
export function renderRefundRefusal({ refusalCode, message }: Refusal): Reply {
  return json({
    internalCode: message.toLowerCase().replace(/[^a-z]+/g, '_'),
    externalCode: refusalCode,
    errorMessageEn: message,
    errorMessageBn: message,
  })
}
