import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { notify } from '#dashboard/notify'
import { authorizeReading } from '#dashboard/permissions'
import { refusalOf } from '#dashboard/plan/refusal'
import { awaitsOwner, sendToProve } from '#dashboard/proven_owner/owner_email'
import { recordActivity } from '#dashboard/record_activity'
import { OpenPortal } from '#platform/billing/checkout/open_portal'
import { StartCheckout } from '#platform/billing/checkout/start_checkout'
import { AskSubscription } from '#platform/billing/subscription/ask_subscription'
import Subscription from '#platform/billing/subscription/subscription'
import { PLAN_PAGE } from '#tenancy/plans/errors'
import { PLAN_CODES, planByCode } from '#tenancy/plans/plans'
import { Tenancy } from '#tenancy/tenancy'

const LOOK_AGAIN_SECONDS = 3

/** To Stripe's pages and back. What happened there, Stripe is asked; the address proves nothing. */
@inject()
export default class SubscribeController {
  static validator = vine.create({
    plan: vine.enum(PLAN_CODES),
    nonce: vine.string().uuid(),
  })

  constructor(
    private tenancy: Tenancy,
    private startCheckout: StartCheckout,
    private openPortal: OpenPortal,
    private askSubscription: AskSubscription
  ) {}

  async store(ctx: HttpContext) {
    authorizeReading(ctx, 'bill')
    if (awaitsOwner(ctx)) return sendToProve(ctx, PLAN_PAGE, 'plan')
    const { plan, nonce } = await ctx.request.validateUsing(SubscribeController.validator)
    const { email } = ctx.auth.use('web').getUserOrFail()
    return refusalOf(ctx, async () => {
      const page = await this.startCheckout.execute(ctx.tenant, { plan, nonce, email })
      await this.tenancy.run(ctx.tenant, () =>
        recordActivity(ctx, 'plan.checkout_opened', planByCode(plan).name)
      )
      return ctx.response.redirect().status(303).toPath(page)
    })
  }

  /** Waits, reloading by itself, until Stripe says that there is a subscription. */
  async back(ctx: HttpContext) {
    authorizeReading(ctx, 'bill')
    const isAnswered = await this.#isAnswered(ctx)
    const subscription = await Subscription.find(ctx.tenant.id)
    if (!isAnswered || !subscription?.isCharged) {
      ctx.response.header('refresh', LOOK_AGAIN_SECONDS)
      return ctx.view.render('pages/dashboard/plan/waiting', { navigation: 'settings' })
    }
    notify(ctx, 'success', 'billing.subscribed')
    return ctx.response.redirect(PLAN_PAGE)
  }

  async portal(ctx: HttpContext) {
    authorizeReading(ctx, 'bill')
    return refusalOf(ctx, async () =>
      ctx.response
        .redirect()
        .status(303)
        .toPath(await this.openPortal.execute(ctx.tenant))
    )
  }

  async #isAnswered({ tenant, logger }: HttpContext): Promise<boolean> {
    try {
      return await this.askSubscription.now(tenant.id)
    } catch (error) {
      logger.error({ err: error }, 'subscription')
      return false
    }
  }
}
