import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { RevenueMonths, type RevenueMonth } from '#platform/revenue/revenue_months'

/** What the platform earns, and from whom it does no longer. */
@inject()
export default class RevenueController {
  constructor(private revenueMonths: RevenueMonths) {}

  async index({ view }: HttpContext) {
    const months = await this.revenueMonths.list()
    return view.render('pages/admin/revenue', {
      months,
      currencies: byCurrency(months.toReversed()),
      navigation: 'revenue',
    })
  }
}

/** Each currency by itself: amounts of two are never added up. @param months the oldest first */
function byCurrency(months: readonly RevenueMonth[]) {
  const currencies = months.flatMap(({ money }) => money.map(({ currency }) => currency))
  return [...new Set(currencies)].sort().map((currency) => {
    const points = months.map(({ name, money }) => {
      const amounts = money.find((each) => each.currency === currency)
      return {
        name,
        recurringMinor: amounts?.recurringMinor ?? 0,
        receivedMinor: amounts?.receivedMinor ?? 0,
      }
    })
    return {
      currency,
      points,
      now: points.at(-1),
      peak: Math.max(1, ...points.map(({ recurringMinor }) => recurringMinor)),
    }
  })
}
