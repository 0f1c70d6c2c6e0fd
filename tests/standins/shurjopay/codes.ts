/** shurjoPay's codes and words (its Java plugin's `ShurjopayStatus`), as far as we reach. */
export const MESSAGES = {
  '1000': 'Success',
  '1001': 'Failed',
  '1002': 'Cancel',
  '1005': 'Bank transaction failed.',
  '1006': 'OTP is not matched during mobile wallet transaction.',
  '1007': 'Verification PIN is not matched during mobile wallet transaction.',
  '1008': 'Insufficient balance to pay the amount.',
  '1009': "Shurjopay daily transaction's limit has been exceeded.",
  '1010': 'Shurjopay accepts BDT and USD currency.',
  '1011': 'Invalid order id. Provide shurjopay valid order id.',
  '1061': 'Bkash does not allow same payment transaction within 10 minutes.',
  '1064': "Shurjopay merchant's authentication failed. Check username and password!",
  '1065': 'Payment is initiated but not completed.',
  '1066': 'Shurjopay payment is not initiated.',
  '1067': 'Shurjopay payment is declined.',
  '1068': 'Shurjopay payment is initiated.',
  '2005': 'Bank holds the transaction for review',
  '2007': 'Shurjopay timeout occured.',
  '2008': 'Merchant is inactive.',
} as const

export type SpCode = keyof typeof MESSAGES

export function isSpCode(code: string): code is SpCode {
  return Object.hasOwn(MESSAGES, code)
}

/** shurjoPay says no: HTTP 200 and a code in the body. */
export class Refusal extends Error {
  constructor(
    readonly spCode: SpCode,
    message: string = MESSAGES[spCode]
  ) {
    super(message)
  }
}

/** The request is not one shurjoPay's form takes: HTTP 422, as its framework answers. */
export class Unprocessable extends Error {
  constructor(readonly field: string) {
    super(`The ${field} field is missing, wrong or not known.`)
  }
}

/** No token, or none that still counts: HTTP 401. */
export class Unauthenticated extends Error {}
