import type { I18n } from '@adonisjs/i18n'
import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { flashInput } from '#tenancy/http/flash_input'
import { whyMissing } from '#tenancy/plans/feature_words'
import { planByCode, type FeatureName, type LimitName, type PlanCode } from '#tenancy/plans/plans'

/** Where an ISP changes its plan. */
export const PLAN_PAGE = '/dashboard/settings/plan'

/** An ISP's plan does not allow what was asked for; a larger one does. */
export abstract class PlanRefusal extends Exception {
  static override status = 422

  /** The way out. */
  readonly href = PLAN_PAGE

  constructor(
    readonly plan: PlanCode,
    refused: string
  ) {
    super(`The plan ${planByCode(plan).name} ${refused}. Change the plan at ${PLAN_PAGE}.`)
  }

  /** What was refused and which plan it is, for people. */
  abstract saidIn(i18n: I18n): string

  /** Back to the form, which says so on top, with what was typed and the way out. */
  handle(error: this, ctx: HttpContext) {
    const { i18n, request, response, session } = ctx
    flashInput(ctx)
    session.flash('notification', {
      kind: 'error',
      message: error.saidIn(i18n),
      link: { href: error.href, text: i18n.t('limits.way_out') },
    })
    return response.redirect(request.header('referer') ?? '/dashboard')
  }
}

/** The plan has no room for one more. */
export class LimitReached extends PlanRefusal {
  static override code = 'E_LIMIT_REACHED'

  /** @param allowed how many there may be */
  constructor(
    plan: PlanCode,
    readonly limit: LimitName,
    readonly allowed: number
  ) {
    super(plan, `allows ${allowed} (${limit})`)
  }

  saidIn(i18n: I18n): string {
    const data = { plan: planByCode(this.plan).name, allowed: this.allowed }
    return i18n.t(`limits.reached.${this.limit}`, data)
  }
}

/** Something new was to be made that the plan has not. What was made before goes on working. */
export class FeatureNotInPlan extends PlanRefusal {
  static override code = 'E_FEATURE_NOT_IN_PLAN'

  constructor(
    plan: PlanCode,
    readonly feature: FeatureName
  ) {
    super(plan, `does not have ${feature}`)
  }

  saidIn(i18n: I18n): string {
    return whyMissing(i18n, this.plan, this.feature)
  }
}
