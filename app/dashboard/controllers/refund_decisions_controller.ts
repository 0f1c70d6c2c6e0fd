import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { Clock } from '#core/clock'
import { ONE_LINE } from '#core/one_line'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import Customer from '#hotspot/customers/customer'
import { DecideRefund } from '#payments/refunds/decide_refund'
import { AlreadyDecided } from '#payments/refunds/errors'
import { MakeRefund } from '#payments/refunds/make_refund'
import Refund from '#payments/refunds/refund'
import { claimRefund } from '#payments/refunds/unsettled'
import { Tenancy } from '#tenancy/tenancy'

/** A refund whose gateway did not say what became of it: it is asked again, or a person says. */
@inject()
export default class RefundDecisionsController {
  static validator = vine.create({
    made: vine.enum(['yes', 'no'] as const),
    note: vine.string().trim().minLength(3).maxLength(200).regex(ONE_LINE),
    paper: vine.string().trim().maxLength(60).regex(ONE_LINE).nullable().optional(),
  })

  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private makeRefund: MakeRefund,
    private decideRefund: DecideRefund
  ) {}

  async ask(ctx: HttpContext) {
    authorize(ctx, 'refund')
    const refund = await this.#find(ctx)
    const claimed = await this.tenancy.run(ctx.tenant, () =>
      claimRefund(refund.id, this.clock.now())
    )
    if (claimed) {
      const { refundState, amount } = await this.makeRefund.again(ctx.tenant, claimed)
      const money = amount.format(ctx.i18n.locale)
      notify(ctx, 'info', `refunds.outcome.${refundState}`, { amount: money })
    } else notify(ctx, 'error', 'refunds.already_decided')
    return ctx.response.redirect(pageOf(refund))
  }

  async decide(ctx: HttpContext) {
    authorize(ctx, 'refund')
    const refund = await this.#find(ctx)
    const { made, note, paper } = await ctx.request.validateUsing(
      RefundDecisionsController.validator
    )
    try {
      await this.#decide(ctx, refund.id, made === 'yes', note, paper ?? null)
      notify(ctx, 'success', 'refunds.decided')
    } catch (error) {
      if (!(error instanceof AlreadyDecided)) throw error
      notify(ctx, 'error', 'refunds.already_decided')
    }
    return ctx.response.redirect(pageOf(refund))
  }

  #decide(ctx: HttpContext, refundId: number, made: boolean, note: string, paper: string | null) {
    const { name: byName } = ctx.auth.use('web').getUserOrFail()
    return this.tenancy.run(ctx.tenant, async () => {
      const refund = await this.decideRefund.execute({ refundId, made, note, paper, byName })
      const { mobile } = await Customer.findOrFail(refund.customerId)
      const subject = `${mobile}: ${refund.packageName}`
      await recordActivity(ctx, 'payment.refund_decided', subject, { made, note })
    })
  }

  #find({ tenant, params }: HttpContext): Promise<Refund> {
    return this.tenancy.run(tenant, () => Refund.findOrFail(params.id))
  }
}

function pageOf({ intentId, refundOf }: Refund): string {
  return intentId === null ? `/dashboard/recharges/${refundOf}` : `/dashboard/payments/${intentId}`
}
