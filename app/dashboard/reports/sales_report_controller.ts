import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { authorizeReading } from '#dashboard/permissions'
import { reportPeriod } from '#dashboard/reports/report_period'
import { sumTakings, totalsByCurrency } from '#payments/reports/sum_takings'
import { takingsQuery } from '#payments/reports/takings_query'
import { Tenancy } from '#tenancy/tenancy'

/** What a period brought, by way to pay and by day. */
@inject()
export default class SalesReportController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  async index(ctx: HttpContext) {
    /** A cashier has one report: the own drawer. */
    if (ctx.role === 'cashier') return ctx.response.redirect('/dashboard/reports/cash')
    authorizeReading(ctx, 'report')
    const { tenant, request, view } = ctx
    const period = reportPeriod(request.qs(), tenant, this.clock.now())
    const takings = await this.tenancy.run(tenant, () => takingsQuery(this.tenancy, period))
    const methods = sumTakings(takings)
    return view.render('pages/dashboard/reports/index', {
      period,
      methods,
      totals: totalsByCurrency(methods),
      days: sumDays(takings),
      navigation: 'reports',
    })
  }
}

/** One line a day and currency. */
function sumDays(takings: Awaited<ReturnType<typeof takingsQuery>>) {
  const days = [...new Set(takings.map(({ day }) => day))]
  return days.flatMap((day) =>
    totalsByCurrency(takings.filter((one) => one.day === day)).map((sum) => ({ ...sum, day }))
  )
}
