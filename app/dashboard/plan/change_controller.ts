import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { notify } from '#dashboard/notify'
import { authorizeReading } from '#dashboard/permissions'
import { refusalOf } from '#dashboard/plan/refusal'
import { recordActivity } from '#dashboard/record_activity'
import { ChangeSubscription } from '#platform/billing/changes/change_subscription'
import { EndSubscription } from '#platform/billing/changes/end_subscription'
import { PreviewChange } from '#platform/billing/changes/preview_change'
import { PLAN_PAGE } from '#tenancy/plans/errors'
import { PLAN_CODES, planByCode } from '#tenancy/plans/plans'
import { Tenancy } from '#tenancy/tenancy'

/** Another plan, the end of it, and the way back. */
@inject()
export default class ChangeController {
  static asked = vine.create({ plan: vine.enum(PLAN_CODES) })
  static agreed = vine.create({
    plan: vine.enum(PLAN_CODES),
    proration_date: vine.number().withoutDecimals().positive(),
  })

  constructor(
    private tenancy: Tenancy,
    private previewChange: PreviewChange,
    private changeSubscription: ChangeSubscription,
    private endSubscription: EndSubscription
  ) {}

  /** What it would cost, or what is in the way. */
  async show(ctx: HttpContext) {
    authorizeReading(ctx, 'bill')
    const { plan } = await ChangeController.asked.validate(ctx.request.qs())
    return refusalOf(ctx, async () =>
      ctx.view.render('pages/dashboard/plan/change', {
        plan: planByCode(plan),
        preview: await this.previewChange.execute(ctx.tenant, plan),
        navigation: 'settings',
      })
    )
  }

  async store(ctx: HttpContext) {
    authorizeReading(ctx, 'bill')
    const wish = await ctx.request.validateUsing(ChangeController.agreed)
    return refusalOf(ctx, async () => {
      const outcome = await this.changeSubscription.execute(ctx.tenant, {
        plan: wish.plan,
        prorationDate: wish.proration_date,
      })
      const plan = planByCode(wish.plan).name
      await this.#record(ctx, 'plan.changed', plan)
      notify(ctx, outcome === 'pending' ? 'info' : 'success', `billing.change.${outcome}`, { plan })
      return this.#back(ctx)
    })
  }

  async cancel(ctx: HttpContext) {
    authorizeReading(ctx, 'bill')
    return refusalOf(ctx, async () => {
      await this.endSubscription.atPeriodEnd(ctx.tenant.id)
      await this.#record(ctx, 'plan.cancelled', planByCode(ctx.tenant.plan).name)
      notify(ctx, 'success', 'billing.cancelled')
      return this.#back(ctx)
    })
  }

  async resume(ctx: HttpContext) {
    authorizeReading(ctx, 'bill')
    return refusalOf(ctx, async () => {
      await this.endSubscription.resume(ctx.tenant.id)
      await this.#record(ctx, 'plan.resumed', planByCode(ctx.tenant.plan).name)
      notify(ctx, 'success', 'billing.resumed')
      return this.#back(ctx)
    })
  }

  #record(ctx: HttpContext, action: string, plan: string): Promise<void> {
    return this.tenancy.run(ctx.tenant, () => recordActivity(ctx, action, plan))
  }

  #back({ response }: HttpContext) {
    return response.redirect().status(303).toPath(PLAN_PAGE)
  }
}
