import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { flashInput } from '#tenancy/http/flash_input'
import { planByCode, type LimitName, type PlanCode } from '#tenancy/plans/plans'

/** Where an ISP changes its plan. */
export const PLAN_PAGE = '/dashboard/settings/plan'

/** The plan has no room for one more. */
export class LimitReached extends Exception {
  static override status = 422
  static override code = 'E_LIMIT_REACHED'

  readonly planName: string
  readonly href = PLAN_PAGE

  /** @param allowed how many there may be */
  constructor(
    plan: PlanCode,
    readonly limit: LimitName,
    readonly allowed: number
  ) {
    const { name } = planByCode(plan)
    super(`The plan ${name} allows ${allowed} (${limit}). Change the plan at ${PLAN_PAGE}.`)
    this.planName = name
  }

  /** For `i18n.t`: the message of the limit, and what it names. */
  get text(): [key: string, values: Record<string, string | number>] {
    return [`limits.reached.${this.limit}`, { plan: this.planName, allowed: this.allowed }]
  }

  /** Back to the form, which says so on top, with what was typed and the way out. */
  handle({ text, href }: this, ctx: HttpContext) {
    const { i18n, request, response, session } = ctx
    flashInput(ctx)
    session.flash('notification', {
      kind: 'error',
      message: i18n.t(...text),
      link: { href, text: i18n.t('limits.way_out') },
    })
    return response.redirect(request.header('referer') ?? '/dashboard')
  }
}
