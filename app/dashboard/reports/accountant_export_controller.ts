import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { sendCsv } from '#tenancy/http/csv_download'
import { authorizeReading } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { accountantExport, EXPORT_COLUMNS } from '#dashboard/reports/accountant_export'
import { reportPeriod } from '#dashboard/reports/report_period'
import { requireFeature } from '#tenancy/plans/features'
import { Tenancy } from '#tenancy/tenancy'

/** The books of a period for the accountant. */
@inject()
export default class AccountantExportController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  show(ctx: HttpContext) {
    authorizeReading(ctx, 'report')
    return ctx.view.render('pages/dashboard/reports/export', {
      period: reportPeriod(ctx.request.qs(), ctx.tenant, this.clock.now()),
      columns: EXPORT_COLUMNS,
      navigation: 'reports',
    })
  }

  async download(ctx: HttpContext) {
    authorizeReading(ctx, 'report')
    const { tenant, request } = ctx
    requireFeature(tenant, 'accounting')
    const period = reportPeriod(request.qs(), tenant, this.clock.now())
    const { from, to } = period
    await this.tenancy.run(tenant, () =>
      recordActivity(ctx, 'report.exported', tenant.name, { from, to })
    )
    const stream = accountantExport(this.tenancy, tenant, period)
    return sendCsv(ctx, `money-${tenant.slug}-${from}-${to}`, stream)
  }
}
