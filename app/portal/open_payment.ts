import type { DateTime } from 'luxon'
import { openAttempts } from '#payments/intents/open_attempts'
import { paymentView } from '#portal/payment_view'

/** What a customer has begun to pay, to be told wherever another payment could be begun. */
export interface OpenPayment {
  reference: string
  packageName: string
  amountMinor: number
  currency: string
  method: string
}

/** Call in the tenant's scope. */
export async function openPayment(customerId: number, now: DateTime): Promise<OpenPayment | null> {
  const intent = await openAttempts(customerId, now).first()
  return intent && { reference: intent.reference, ...(await paymentView(intent, now)) }
}
