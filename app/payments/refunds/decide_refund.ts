import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { AlreadyDecided } from '#payments/refunds/errors'
import type Refund from '#payments/refunds/refund'
import { lockedRefund, SettleRefund } from '#payments/refunds/settle_refund'
import { isUnsettled } from '#payments/refunds/unsettled'

export interface RefundDecision {
  refundId: number
  made: boolean
  /** What the person saw in the gateway's own account. */
  note: string
  /** The gateway's number of the refund, if it was made and has one. */
  paper: string | null
  byName: string
}

/** A person says what became of a refund of which the gateway does not tell. */
@inject()
export class DecideRefund {
  constructor(
    private clock: Clock,
    private settleRefund: SettleRefund
  ) {}

  /** Call in the tenant's scope. @throws AlreadyDecided, also while the gateway is being asked */
  async execute({ refundId, made, note, paper, byName }: RefundDecision): Promise<Refund> {
    const refund = await lockedRefund(refundId)
    if (!isUnsettled(refund, this.clock.now())) throw new AlreadyDecided()
    const cause = `${made ? 'made' : 'not made'}, by hand: ${note}`
    if (!made) {
      await this.settleRefund.notMade(refund, cause, [], byName)
      return refund
    }
    await refund.merge({ gatewayRefund: paper ?? refund.gatewayRefund, byHand: true }).save()
    await this.settleRefund.made(refund, cause, [], byName)
    return refund
  }
}
