import { DateTime } from 'luxon'
import { trustMobileNumber } from '#core/mobile_number'
import { Money } from '#core/money'
import type { GatewayIntent } from '#payments/gateways/contract'

export const START = DateTime.fromISO('2026-06-07T10:00:00Z', { zone: 'utc' })

/** An attempt to pay, for specs that only read and sign. */
export function context(changes: Partial<GatewayIntent> = {}): { intent: GatewayIntent } {
  return {
    intent: {
      reference: 'INV1',
      gatewayReference: null,
      amount: Money.parse('30.00', 'INR'),
      mobile: trustMobileNumber('+919812345678'),
      callbackUrl: 'http://green.localhost/callbacks/razorpay/INV1?lang=en',
      createdAt: START,
      ...changes,
    },
  }
}
