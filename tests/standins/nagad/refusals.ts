import { json, text, type Reply } from '../kit/reply.js'

/** The reasons clients of Nagad know, with words of ours. */
const MESSAGES = {
  InvalidMerchant: 'Invalid merchant',
  EncryptionError: 'Encryption failed',
  DecryptionError: 'Decryption failed',
  SignatureVerificationFailed: 'Signature verification failed',
  InvalidApiRequest: 'Invalid API request',
  InvalidOrderId: 'Invalid order id',
  DuplicateOrderId: 'Duplicate order id',
  InvalidPurchaseInformation: 'Invalid purchase information',
  InvalidReferenceId: 'Invalid payment reference id',
  InvalidCurrency: 'Invalid currency',
  ServerError: 'Internal server error',
} as const

export type Reason = keyof typeof MESSAGES

/** Nagad says no: HTTP 400, a reason and a message. */
export class Refusal extends Error {
  constructor(
    readonly reason: Reason,
    message: string = MESSAGES[reason]
  ) {
    super(message)
  }
}

/** The front door says no before anybody reads the request: HTTP 400 and `devMessage` alone. */
export class BadHeaders extends Error {}

/** The caller's address is not on Nagad's list: an empty answer, which is all one ever sees. */
export class NotListed extends Error {}

export function isReason(value: string): value is Reason {
  return Object.hasOwn(MESSAGES, value)
}

export function renderRefusal({ reason, message }: Refusal): Reply {
  return json({ reason, message }, reason === 'ServerError' ? 500 : 400)
}

/** @throws what is none of Nagad's refusals */
export function render(error: unknown): Reply {
  if (error instanceof Refusal) return renderRefusal(error)
  if (error instanceof BadHeaders) return json({ devMessage: error.message }, 400)
  if (error instanceof NotListed) return text('')
  throw error
}
