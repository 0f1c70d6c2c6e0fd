import type { DateTime } from 'luxon'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import type PaymentIntent from '#payments/intents/payment_intent'

/** The customer is back and waits: seconds until the first look, twice as many until the next… */
const WAITING_SECONDS = 5

/**
 * Days after the last moment at which it could be paid. A gateway that says "nobody has paid"
 * is believed after one; one that does not answer may have taken the money.
 */
const PATIENCE_DAYS = { pending: 1, unknown: 7 } as const

type Asked = Pick<PaymentIntent, 'gateway' | 'checks' | 'callbackHint'>

/**
 * How long until a gateway is asked again: by its own schedule, whose last gap repeats, or
 * sooner when somebody waits for the answer.
 *
 * @returns seconds from the check that was just made, which is number `checks`, from 0
 */
export function secondsToNextCheck({ gateway, checks, callbackHint }: Asked): number {
  const { queryAfterSeconds: schedule } = paymentGatewayDriver(gateway)
  const next = Math.min(checks + 1, schedule.length - 1)
  const gap = (schedule[next] ?? 60) - (schedule[next - 1] ?? 0)
  return callbackHint ? Math.min(gap, WAITING_SECONDS * 2 ** checks) : gap
}

/** The gateway cannot take the money any more, and nobody needs to ask. */
export function isGivenUp(
  { expiresAt }: Pick<PaymentIntent, 'expiresAt'>,
  verdict: keyof typeof PATIENCE_DAYS,
  now: DateTime
): boolean {
  return now > expiresAt.plus({ days: PATIENCE_DAYS[verdict] })
}
