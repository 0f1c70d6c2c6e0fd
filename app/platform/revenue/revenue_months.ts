import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import {
  monthFiguresQuery,
  type Month,
  type MonthFigures,
} from '#platform/revenue/month_figures_query'
import { monthMoneyQuery, type MonthMoney } from '#platform/revenue/month_money_query'

export type RevenueMonth = MonthFigures & { name: string; money: MonthMoney[]; isClosed: boolean }

const SHOWN = 12

/** What Stripe tells us late, and what it tries again to tell us, is there by then. */
const CLOSES_AFTER_HOURS = 48

/**
 * What the platform earned, month by month. A month that is over is closed once and kept: an
 * invoice cancelled later, or a tenant that is no more, changes nothing of it.
 */
@inject()
export class RevenueMonths {
  constructor(
    private db: Database,
    private clock: Clock
  ) {}

  /** The last twelve months, the present one first. */
  async list(): Promise<RevenueMonth[]> {
    const closed = await this.#closed()
    const months: RevenueMonth[] = []
    for (const month of this.#months())
      months.push(closed.get(month.name) ?? (await this.#figure(month)))
    return months
  }

  /** Keeps what the months came to that have been over for two days. Several may do so at once. */
  async close(): Promise<void> {
    const closed = await this.#closed()
    const now = this.clock.now()
    for (const month of this.#months()) {
      const isOver = month.until.plus({ hours: CLOSES_AFTER_HOURS }) <= now
      if (isOver && !closed.has(month.name)) await this.#keep(await this.#figure(month), now)
    }
  }

  #months(): Month[] {
    const now = this.clock.now().setZone('utc')
    return Array.from({ length: SHOWN }, (_, back) => {
      const start = now.startOf('month').minus({ months: back })
      const end = start.plus({ months: 1 })
      return { name: start.toFormat('yyyy-MM'), start, until: end < now ? end : now }
    })
  }

  async #figure(month: Month): Promise<RevenueMonth> {
    const figures = await monthFiguresQuery(this.db, month)
    const money = await monthMoneyQuery(this.db, month)
    return { name: month.name, ...figures, money, isClosed: false }
  }

  async #keep(
    { name, money, isClosed: _, ...figures }: RevenueMonth,
    now: DateTime
  ): Promise<void> {
    const month = `${name}-01`
    await this.db.connection('app').transaction(async (trx) => {
      const kept: unknown[] = await trx
        .insertQuery()
        .table('platform.revenue_months')
        .knexQuery.insert({ month, ...figures, closed_at: now.toJSDate() })
        .onConflict('month')
        .ignore()
        .returning('month')
      if (kept.length === 0 || money.length === 0) return
      await trx.table('platform.revenue_money').multiInsert(
        money.map(({ currency, recurringMinor, receivedMinor }) => ({
          month,
          currency,
          recurring_minor: recurringMinor,
          received_minor: receivedMinor,
        }))
      )
    })
  }

  async #closed(): Promise<Map<string, RevenueMonth>> {
    type Row = MonthFigures & { name: string; money: MonthMoney[] }
    const { rows } = await this.db.connection('app').rawQuery<{ rows: Row[] }>(
      `select to_char(m.month, 'YYYY-MM') as name, m.paying, m.lost, m.signups, m.converted, m.lapsed,
              coalesce((select json_agg(json_build_object('currency', c.currency,
                                 'recurringMinor', c.recurring_minor,
                                 'receivedMinor', c.received_minor) order by c.currency)
                 from platform.revenue_money c where c.month = m.month), '[]') as money
         from platform.revenue_months m order by m.month`
    )
    return new Map(rows.map((row) => [row.name, { ...row, isClosed: true }]))
  }
}
