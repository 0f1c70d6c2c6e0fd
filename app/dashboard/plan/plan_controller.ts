import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { PlanPage } from '#dashboard/plan/plan_page'
import { authorizeReading } from '#dashboard/permissions'
import Invoice from '#platform/billing/invoices/invoice'
import { pageOf, pager } from '#tenancy/http/pager'
import type Tenant from '#tenancy/models/tenant'

const INVOICES = 12

/** The ISP's plan: what it has, what it costs, and what else there is. */
@inject()
export default class PlanController {
  constructor(private page: PlanPage) {}

  async show(ctx: HttpContext) {
    authorizeReading(ctx, 'bill')
    const invoices = await invoicesOf(ctx.tenant, pageOf(ctx.request))
    return ctx.view.render('pages/dashboard/plan/show', {
      ...(await this.page.of(ctx.tenant)),
      invoices: invoices.all(),
      pager: pager(invoices, ctx.request),
      navigation: 'settings',
    })
  }
}

function invoicesOf({ id }: Tenant, page: number) {
  return Invoice.query()
    .where('tenant_id', id)
    .orderBy('issued_at', 'desc')
    .orderBy('id', 'desc')
    .paginate(page, INVOICES)
}
