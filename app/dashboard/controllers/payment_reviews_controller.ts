import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { ONE_LINE } from '#core/one_line'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { DecideReview } from '#payments/intents/decide_review'
import type PaymentIntent from '#payments/intents/payment_intent'
import { AlreadyDecided } from '#payments/refunds/errors'
import { refundable } from '#payments/refunds/refundable'
import { Tenancy } from '#tenancy/tenancy'

/** Money that differs from what was asked for: somebody looks at it and says what becomes of it. */
@inject()
export default class PaymentReviewsController {
  static validator = vine.create({
    reason: vine.string().trim().minLength(3).maxLength(200).regex(ONE_LINE),
  })

  constructor(
    private tenancy: Tenancy,
    private decideReview: DecideReview
  ) {}

  async accept(ctx: HttpContext) {
    const decided = await this.#decide(ctx, 'payment.accepted', (reason, name) =>
      this.decideReview.accept(Number(ctx.params.id), reason, name)
    )
    if (decided) notify(ctx, 'success', 'refunds.review.accepted')
    return ctx.response.redirect(`/dashboard/payments/${ctx.params.id}`)
  }

  /** What we could give back is offered at once. */
  async refuse(ctx: HttpContext) {
    const decided = await this.#decide(ctx, 'payment.refused', (reason, name) =>
      this.decideReview.refuse(Number(ctx.params.id), reason, name)
    )
    if (decided) notify(ctx, 'success', 'refunds.review.refused')
    const money = await this.tenancy.run(ctx.tenant, () =>
      refundable({ intentId: Number(ctx.params.id) })
    )
    const page = `/dashboard/payments/${ctx.params.id}`
    return ctx.response.redirect(decided && money ? `${page}/refund` : page)
  }

  /** @returns false when somebody was faster */
  async #decide(
    ctx: HttpContext,
    action: string,
    decide: (reason: string, name: string) => Promise<PaymentIntent>
  ): Promise<boolean> {
    authorize(ctx, 'refund')
    const { reason } = await ctx.request.validateUsing(PaymentReviewsController.validator)
    const { name } = ctx.auth.use('web').getUserOrFail()
    try {
      await this.tenancy.run(ctx.tenant, async () => {
        const { mobile, reference } = await decide(reason, name)
        await recordActivity(ctx, action, `${mobile}: ${reference}`, { reason })
      })
      return true
    } catch (error) {
      if (!(error instanceof AlreadyDecided)) throw error
      notify(ctx, 'error', 'refunds.already_decided')
      return false
    }
  }
}
