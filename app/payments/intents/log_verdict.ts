import logger from '@adonisjs/core/services/logger'
import type { PaymentVerdict } from '#payments/gateways/contract'
import type PaymentIntent from '#payments/intents/payment_intent'
import type { TenantScope } from '#tenancy/tenancy'

/**
 * One line for each time a gateway was asked: who had it asked, what it said, and where that
 * leaves the payment. In whose words, is in the evidence of the step, if it was one.
 */
export function logVerdict(
  tenant: TenantScope,
  { gateway, reference, state }: PaymentIntent,
  verdict: PaymentVerdict,
  cause: string
): void {
  const reason = verdict.state === 'paid' ? verdict.hold : verdict.reason
  const told = { tenant: tenant.id, gateway, reference, cause, said: verdict.state, reason, state }
  logger.info(told, 'payment asked about')
}
