import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { PlanPage } from '#dashboard/plan/plan_page'
import { authorizeReading } from '#dashboard/permissions'

/** The ISP's plan: what it has, what it costs, and what else there is. */
@inject()
export default class PlanController {
  constructor(private page: PlanPage) {}

  async show(ctx: HttpContext) {
    authorizeReading(ctx, 'bill')
    return ctx.view.render('pages/dashboard/plan/show', {
      ...(await this.page.of(ctx.tenant)),
      navigation: 'settings',
    })
  }
}
