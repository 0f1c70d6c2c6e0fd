import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import type { RefundVerdict } from '#payments/gateways/contract'
import CustomerPayment from '#payments/customer_payment'
import { moveIntent } from '#payments/intents/move_intent'
import PaymentIntent from '#payments/intents/payment_intent'
import { noteRefund } from '#payments/refunds/note_refund'
import { PaymentRefunded } from '#payments/refunds/payment_refunded'
import Refund from '#payments/refunds/refund'
import { secondsToNextInquiry } from '#payments/refunds/refund_schedule'
import { markDue } from '#tenancy/due_work'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/**
 * Applies what became of a refund. Money that has gone back is never forgotten: the gateway's
 * "made" counts even where a person had given it up.
 */
@inject()
export class SettleRefund {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  async execute(tenant: TenantScope, id: number, verdict: RefundVerdict): Promise<Refund> {
    return this.tenancy.run(tenant, async () => {
      const refund = await lockedRefund(id)
      if (refund.refundState === 'made') return refund
      const { evidence } = verdict
      if (verdict.state === 'refunded') {
        if (!verdict.amount.equals(refund.amount)) {
          const { currency } = verdict.amount
          await this.#wait(refund, `says ${currency} ${verdict.amount.toDecimal()}`, evidence)
          return refund
        }
        refund.gatewayRefund = verdict.gatewayRefund
        await this.made(refund, 'made by the gateway', evidence)
      } else if (refund.refundState === 'asked') {
        const { state, reason, detail } = verdict
        if (state === 'failed') await this.notMade(refund, `${reason}: ${detail}`, evidence)
        else {
          if (state === 'pending') refund.gatewayRefund ??= verdict.gatewayRefund ?? null
          await this.#wait(refund, `${state}: ${detail}`, evidence)
        }
      }
      return refund
    })
  }

  /** Call with the attempt and the refund locked. */
  async made(refund: Refund, cause: string, evidence: unknown, byName?: string): Promise<void> {
    const before = refund.refundState
    await refund.merge({ refundState: 'made', refundNextAt: null, paidAt: this.clock.now() }).save()
    await noteRefund(refund, before, cause, evidence, byName)
    if (refund.intentId !== null) await this.#count(refund, refund.intentId, byName)
    await PaymentRefunded.dispatch(refund)
  }

  /** Call with the attempt and the refund locked. */
  async notMade(refund: Refund, cause: string, evidence: unknown, byName?: string): Promise<void> {
    const before = refund.refundState
    await refund.merge({ refundState: 'not_made', refundNextAt: null }).save()
    await noteRefund(refund, before, cause, evidence, byName)
  }

  async #count(refund: Refund, intentId: number, byName?: string): Promise<void> {
    const intent = await PaymentIntent.findOrFail(intentId)
    const refundedMinor = intent.refundedMinor + refund.amountMinor
    const whole = refundedMinor >= (intent.held?.amountMinor ?? intent.amountMinor)
    intent.refundedMinor = refundedMinor
    const amount = `${refund.currency} ${refund.amount.toDecimal()}`
    await moveIntent(
      intent,
      whole ? 'refunded' : 'partly_refunded',
      `gave back ${amount}`,
      [],
      byName
    )
  }

  async #wait(refund: Refund, cause: string, evidence: unknown): Promise<void> {
    const seconds = secondsToNextInquiry(refund.refundChecks)
    const refundNextAt = seconds === null ? null : this.clock.now().plus({ seconds })
    await refund.merge({ refundChecks: refund.refundChecks + 1, refundNextAt }).save()
    await noteRefund(refund, refund.refundState, cause, evidence)
    if (refundNextAt) await markDue(this.tenancy, refundNextAt)
  }
}

/** The attempt or the payment first, as everybody locks them. Call in the tenant's scope. */
export async function lockedRefund(id: number): Promise<Refund> {
  const { intentId, refundOf } = await Refund.findOrFail(id)
  if (intentId !== null) await PaymentIntent.query().where('id', intentId).forUpdate().firstOrFail()
  else
    await CustomerPayment.query()
      .where('id', refundOf ?? 0)
      .forUpdate()
      .firstOrFail()
  return Refund.query().where('id', id).forUpdate().firstOrFail()
}
