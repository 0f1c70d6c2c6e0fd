import type { Clock } from '../kit/clock.js'
import { mark } from './ids.js'
import type { Merchant } from './merchants.js'
import type { CustomerResult, Visit } from './visit.js'

const LIFETIME_MS = 24 * 3_600_000
const PIN_TRIES = 3

/** What a customer may do on bKash's page. Nothing of it moves money. */
export class Visits {
  constructor(private readonly clock: Clock) {}

  /** Whether the customer may still act on it. */
  isOpen(visit: Visit): boolean {
    return visit.state === 'initiated' && !this.expired(visit)
  }

  expired(visit: Visit): boolean {
    return this.clock.now() - visit.createdAt >= LIFETIME_MS
  }

  verify(visit: Visit, wallet: string): void {
    visit.wallet = wallet
    visit.state = 'verified'
  }

  cancel(visit: Visit): void {
    visit.state = 'cancelled'
  }

  fail(visit: Visit): void {
    visit.state = 'failed'
  }

  /** The third wrong PIN fails the visit. */
  wrongPin(visit: Visit): void {
    visit.wrongPins += 1
    if (visit.wrongPins >= PIN_TRIES) this.fail(visit)
  }
}

export function belongsTo(visit: Visit, merchant: Merchant): boolean {
  return visit.merchant.username === merchant.username
}

/** Where the customer's browser is sent: the callback with bKash's own parameters added. */
export function callbackAddress(visit: Visit, status: CustomerResult): string {
  const url = new URL(visit.callbackUrl)
  url.searchParams.set('paymentID', visit.paymentId)
  url.searchParams.set('status', status)
  url.searchParams.set('signature', mark(visit.merchant.appSecret, visit.paymentId, status))
  url.searchParams.set('apiVersion', '1.2.0-beta')
  return url.toString()
}

export function resultOf(visit: Visit): CustomerResult {
  if (visit.state === 'cancelled') return 'cancel'
  return visit.state === 'verified' || visit.state === 'completed' ? 'success' : 'failure'
}
