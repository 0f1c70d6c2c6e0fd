import type { PaymentReason } from '../contract.js'

export const PAID = '0'

interface Ending {
  state: 'failed' | 'cancelled' | 'expired'
  reason: PaymentReason
}

/**
 * Result codes after which a push takes no money any more (Daraja "M-Pesa Express",
 * facts §2.7). One that is not here says nothing final: 4999 is "still under processing".
 */
const ENDINGS: Readonly<Record<string, Ending>> = {
  '1': { state: 'failed', reason: 'insufficient_funds' },
  '17': { state: 'failed', reason: 'duplicate_payment' },
  '1001': { state: 'failed', reason: 'duplicate_payment' },
  '1019': { state: 'expired', reason: 'too_late' },
  '1025': { state: 'failed', reason: 'wallet_not_usable' },
  '1032': { state: 'cancelled', reason: 'cancelled_by_customer' },
  '1037': { state: 'expired', reason: 'too_late' },
  '2001': { state: 'failed', reason: 'wrong_pin' },
  '9999': { state: 'failed', reason: 'wallet_not_usable' },
}

const WAITING = new Set(['4999'])

export function endingOf(code: string): Ending | null {
  return ENDINGS[code] ?? null
}

export function isWaiting(code: string): boolean {
  return WAITING.has(code)
}

/** A query before the customer has answered is refused with 500.001.1001 and these words. */
export function isStillProcessing(errorCode: string, message: string): boolean {
  return errorCode === '500.001.1001' && /process/i.test(message)
}

/**
 * Daraja's error codes begin with an HTTP status; all of them mean that nothing was begun.
 * What its own systems could not do (500), or would not (a ResponseCode), is not the
 * operator's mistake.
 */
export function errorReason(errorCode: string): PaymentReason {
  if (/^(500\.|\d+$)/.test(errorCode)) return 'gateway_error'
  if (/^503\.|ratelimit/.test(errorCode)) return 'maintenance'
  return 'misconfigured'
}
