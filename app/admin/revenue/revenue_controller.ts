import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Database } from '@adonisjs/lucid/database'
import {
  revenueMoneyQuery,
  revenueMonthsQuery,
  type MonthMoney,
} from '#admin/revenue/revenue_query'
import { Clock } from '#core/clock'

/** What the platform earns, and from whom it does no longer. */
@inject()
export default class RevenueController {
  constructor(
    private db: Database,
    private clock: Clock
  ) {}

  async index({ view }: HttpContext) {
    const now = this.clock.now()
    const money = await revenueMoneyQuery(this.db, now)
    return view.render('pages/admin/revenue', {
      months: await revenueMonthsQuery(this.db, now),
      currencies: byCurrency(money),
      navigation: 'revenue',
    })
  }
}

function byCurrency(money: readonly MonthMoney[]) {
  const currencies = [...new Set(money.map(({ currency }) => currency))]
  return currencies.map((currency) => {
    const months = money.filter((each) => each.currency === currency)
    return {
      currency,
      months,
      recurringMinor: months.at(-1)?.recurringMinor ?? 0,
      receivedMinor: months.at(-1)?.receivedMinor ?? 0,
      peak: Math.max(1, ...months.map(({ recurringMinor }) => recurringMinor)),
    }
  })
}
