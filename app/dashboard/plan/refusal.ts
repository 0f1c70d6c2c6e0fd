import type { HttpContext } from '@adonisjs/core/http'
import Stripe from 'stripe'
import { notify } from '#dashboard/notify'
import { BillingOff, BillingRefused, PriceMissing } from '#platform/billing/errors'
import { PLAN_PAGE } from '#tenancy/plans/errors'

/** Does what was asked; what billing or Stripe refuses is said on the page of the plan. */
export async function refusalOf(ctx: HttpContext, act: () => Promise<unknown>): Promise<unknown> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof BillingRefused) {
      notify(ctx, 'error', `billing.refused.${error.reason}`, values(ctx, error))
    } else if (isOfStripe(error)) {
      ctx.logger.error({ err: error }, 'billing')
      notify(ctx, 'error', 'billing.refused.stripe')
    } else throw error
    return ctx.response.redirect().status(303).toPath(PLAN_PAGE)
  }
}

function values({ i18n }: HttpContext, { details: { plan = '', limits = [] } }: BillingRefused) {
  return { plan, limits: limits.map((name) => i18n.t(`billing.limit_name.${name}`)).join(', ') }
}

function isOfStripe(error: unknown): boolean {
  return [Stripe.errors.StripeError, BillingOff, PriceMissing].some((kind) => error instanceof kind)
}
