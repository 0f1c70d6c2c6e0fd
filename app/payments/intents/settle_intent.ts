import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import type { Evidence } from '#core/http/evidence'
import type { PaidVerdict, PaymentVerdict } from '#payments/gateways/contract'
import { isGivenUp, secondsToNextCheck } from '#payments/intents/check_schedule'
import { creditIntent } from '#payments/intents/credit_intent'
import { heldMoney } from '#payments/intents/held_money'
import { moveIntent } from '#payments/intents/move_intent'
import { nextPage } from '#payments/intents/next_page'
import PaymentIntent from '#payments/intents/payment_intent'
import { markDue } from '#tenancy/due_work'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

type OpenVerdict = Extract<PaymentVerdict, { state: 'pending' | 'unknown' }>

/**
 * Applies what a gateway said to an intent, under its row lock: twenty callers
 * with the same news credit once. What the gateway reports is compared with
 * what we stored; anything that differs is held for a person.
 */
@inject()
export class SettleIntent {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /** @param asked as it was when the gateway was asked; what is said of a step before is old news */
  async execute(
    tenant: TenantScope,
    asked: Pick<PaymentIntent, 'reference' | 'gatewayReference'>,
    verdict: PaymentVerdict,
    cause: string
  ): Promise<PaymentIntent> {
    return this.tenancy.run(tenant, async () => {
      const intent = await PaymentIntent.query()
        .where('reference', asked.reference)
        .forUpdate()
        .firstOrFail()
      if (intent.isSettled) return intent

      if (verdict.state === 'paid') await this.#paid(intent, verdict, cause)
      else if (asked.gatewayReference !== intent.gatewayReference)
        await this.#askAgain(intent, 'unknown', verdict.evidence)
      else if (verdict.state === 'pending' || verdict.state === 'unknown')
        await this.#open(intent, verdict)
      else await this.#closed(intent, verdict, cause)
      return intent
    })
  }

  async #paid(intent: PaymentIntent, verdict: PaidVerdict, cause: string): Promise<void> {
    const { gatewayTransaction, evidence } = verdict
    const difference = await heldMoney(intent, verdict)
    if (difference) {
      const { held } = difference
      const moved = await moveIntent(intent, 'review', difference.cause, evidence)
      if (moved) await intent.merge({ held, nextCheckAt: null }).save()
      return
    }
    await creditIntent(intent, { gatewayTransaction, cause, evidence, at: this.clock.now() })
  }

  async #closed(
    intent: PaymentIntent,
    verdict: Exclude<PaymentVerdict, { state: 'paid' | 'pending' | 'unknown' }>,
    cause: string
  ): Promise<void> {
    const state = verdict.state === 'expired' ? 'expired' : 'failed'
    await moveIntent(intent, state, `${cause}: ${verdict.reason}`, verdict.evidence)
    const agreement = verdict.state === 'failed' ? verdict.agreement : undefined
    await intent.merge({ nextCheckAt: null, agreement: agreement ?? intent.agreement }).save()
  }

  /** Of twenty who finished the same step, the first decides where the next one is. */
  async #open(intent: PaymentIntent, verdict: OpenVerdict): Promise<void> {
    const onward = verdict.state === 'pending' ? verdict.onward : undefined
    if (!intent.isOpen || verdict.state === 'unknown' || !onward)
      return this.#askAgain(intent, verdict.state, verdict.evidence)

    const { agreement = intent.agreement } = verdict
    const { gatewayReference, next } = onward
    await moveIntent(intent, 'pending', 'on to the next step', verdict.evidence)
    await intent
      .merge({ gatewayReference, agreement, callbackHint: null, checks: 0 })
      .merge(nextPage(intent, next))
      .save()
    await this.#askAgain(intent, verdict.state, verdict.evidence)
  }

  async #askAgain(
    intent: PaymentIntent,
    state: OpenVerdict['state'],
    evidence: Evidence
  ): Promise<void> {
    if (!intent.isOpen) return
    const now = this.clock.now()
    if (isGivenUp(intent, state, now)) {
      const cause = state === 'pending' ? 'nobody paid' : 'the gateway never said'
      await moveIntent(intent, 'expired', cause, evidence)
      await intent.merge({ nextCheckAt: null }).save()
      return
    }

    const nextCheckAt = now.plus({ seconds: secondsToNextCheck(intent) })
    await intent.merge({ checks: intent.checks + 1, nextCheckAt }).save()
    await markDue(this.tenancy, nextCheckAt)
  }
}
