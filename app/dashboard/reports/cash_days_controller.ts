import { inject } from '@adonisjs/core'
import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import { notify } from '#dashboard/notify'
import { authorize, authorizeReading, may, NotAllowed } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { closingInput, type ClosingInput } from '#dashboard/reports/closing_form'
import { reportPeriod } from '#dashboard/reports/report_period'
import { cashDaysQuery } from '#payments/cash/cash_days_query'
import { ClosingRefused, CloseCashDay, seenOf } from '#payments/cash/close_cash_day'
import { closingOf, drawerOf, type WhichDay } from '#payments/cash/drawer'
import { renderCashSheet, sheetLines } from '#payments/cash/render_cash_sheet'
import { sendPdf } from '#payments/receipts/receipt_download'
import { fieldErrors } from '#tenancy/http/field_errors'
import { Tenancy } from '#tenancy/tenancy'

/** The drawers at the end of the day. Cashiers see and close their own. */
@inject()
export default class CashDaysController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private closeCashDay: CloseCashDay
  ) {}

  async index(ctx: HttpContext) {
    authorizeReading(ctx, 'sell')
    const { tenant, request, view, role } = ctx
    const me = ctx.auth.use('web').getUserOrFail()
    const period = reportPeriod(request.qs(), tenant, this.clock.now())
    const cashierId = role === 'cashier' ? me.id : null
    return view.render('pages/dashboard/reports/cash', {
      period,
      rows: await cashDaysQuery(this.tenancy, tenant, { ...period, cashierId }),
      mine: `/dashboard/reports/cash/${this.#today(ctx)}/${me.id}`,
      navigation: 'reports',
    })
  }

  async show(ctx: HttpContext) {
    const { which, name } = await this.#which(ctx)
    const [drawer, closing, [row]] = await Promise.all([
      drawerOf(this.tenancy, ctx.tenant, which),
      closingOf(ctx.tenant, which),
      cashDaysQuery(this.tenancy, ctx.tenant, { ...which, ...this.#oneDay(ctx) }),
    ])
    return ctx.view.render('pages/dashboard/reports/cash_day', {
      which,
      cashierName: closing?.cashierName ?? drawer.cashierName ?? name,
      drawer,
      closing,
      lines: closing ? sheetLines(closing) : [],
      seen: seenOf(drawer),
      correctionMinor: row?.correctionMinor ?? 0,
      mayClose: may(ctx, 'sell'),
      mayConfirm: ctx.role === 'owner' && may(ctx, 'configure'),
      navigation: 'reports',
    })
  }

  async close(ctx: HttpContext) {
    authorize(ctx, 'sell')
    const { which, name } = await this.#which(ctx)
    const input = await closingInput(ctx)
    if ('problems' in input) return fieldErrors(ctx, input.problems)
    try {
      await this.#close(ctx, which, name, input)
      notify(ctx, 'success', 'reports.cash.closed')
    } catch (error) {
      if (!(error instanceof ClosingRefused)) throw error
      notify(ctx, 'error', `reports.cash.refused.${error.reason}`)
    }
    return ctx.response.redirect(addressOf(which))
  }

  async confirm(ctx: HttpContext) {
    authorize(ctx, 'configure')
    if (ctx.role !== 'owner') throw new NotAllowed()
    const { which } = await this.#which(ctx)
    const closing = await closingOf(ctx.tenant, which)
    if (closing && closing.confirmedAt === null) {
      const { name } = ctx.auth.use('web').getUserOrFail()
      await closing.merge({ confirmedAt: this.clock.now(), confirmedByName: name }).save()
      await this.#record(ctx, 'cash.confirmed', which, closing.cashierName, {})
      notify(ctx, 'success', 'reports.cash.confirmed')
    }
    return ctx.response.redirect(addressOf(which))
  }

  async print(ctx: HttpContext) {
    const { which } = await this.#which(ctx)
    const closing = await closingOf(ctx.tenant, which)
    if (!closing) throw new NoSuchDay()
    const octets = await renderCashSheet(closing, ctx.tenant, ctx.i18n)
    return sendPdf(ctx, `cash-${which.day}-${which.cashierId}`, octets)
  }

  async #close(ctx: HttpContext, which: WhichDay, name: string, input: ClosingInput) {
    const { name: by } = ctx.auth.use('web').getUserOrFail()
    const closing = await this.closeCashDay.execute(ctx.tenant, {
      ...which,
      ...input,
      cashierName: name,
      by,
    })
    const { expectedMinor, countedMinor, differenceMinor, currency } = closing
    const detail = { expectedMinor, countedMinor, differenceMinor, currency }
    await this.#record(ctx, 'cash.closed', which, name, detail)
  }

  #record(ctx: HttpContext, action: string, which: WhichDay, name: string, detail: object) {
    return this.tenancy.run(ctx.tenant, () =>
      recordActivity(ctx, action, `${which.day}: ${name}`, { ...detail })
    )
  }

  /**
   * Whose day: one's own, or anybody's who took cash, for those who see reports.
   * @throws NotAllowed, NoSuchDay
   */
  async #which(ctx: HttpContext): Promise<{ which: WhichDay; name: string }> {
    authorizeReading(ctx, 'sell')
    const { params, tenant } = ctx
    const me = ctx.auth.use('web').getUserOrFail()
    const which = { cashierId: Number(params.cashier), day: String(params.day) }
    if (!isDay(which.day) || which.day > this.#today(ctx)) throw new NoSuchDay()
    if (which.cashierId === me.id) return { which, name: me.name }
    authorizeReading(ctx, 'report')
    const { cashierName } = await drawerOf(this.tenancy, tenant, which)
    const closing = await closingOf(tenant, which)
    const name = cashierName ?? closing?.cashierName
    if (name === undefined) throw new NoSuchDay()
    return { which, name }
  }

  #today({ tenant }: HttpContext): string {
    return this.clock.now().setZone(tenant.timezone).toFormat('yyyy-MM-dd')
  }

  #oneDay(ctx: HttpContext) {
    const { day } = ctx.params
    return reportPeriod({ from: day, to: day }, ctx.tenant, this.clock.now())
  }
}

class NoSuchDay extends Exception {
  static override status = 404
  static override code = 'E_ROW_NOT_FOUND'
}

function isDay(text: string): boolean {
  return DateTime.fromFormat(text, 'yyyy-MM-dd').isValid && text.length === 10
}

function addressOf({ day, cashierId }: WhichDay): string {
  return `/dashboard/reports/cash/${day}/${cashierId}`
}
