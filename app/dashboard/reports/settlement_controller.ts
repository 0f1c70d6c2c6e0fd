import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { text } from '#dashboard/payments/payment_filters'
import { authorizeReading } from '#dashboard/permissions'
import { reportPeriod, type ReportPeriod } from '#dashboard/reports/report_period'
import { summaryOfMatches } from '#dashboard/reports/settlement_summary'
import { uploadedText } from '#dashboard/uploaded_text'
import {
  NoSuchColumn,
  readSettlementFile,
  type ColumnChoice,
} from '#payments/reports/settlement_file'
import { settlementMatchQuery } from '#payments/reports/settlement_match_query'
import { sumTakings } from '#payments/reports/sum_takings'
import { takingsQuery, type Takings } from '#payments/reports/takings_query'
import { fieldErrors } from '#tenancy/http/field_errors'
import { requireFeature } from '#tenancy/plans/features'
import { Tenancy } from '#tenancy/tenancy'

const FILE_OCTETS = 4 * 1024 * 1024
/** Ways to pay behind which there is no gateway. */
const OWN = ['cash', 'voucher']

/** What each gateway owes the ISP, and whether its own statement says the same. */
@inject()
export default class SettlementController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  async index(ctx: HttpContext) {
    authorizeReading(ctx, 'report')
    return this.#render(ctx, reportPeriod(ctx.request.qs(), ctx.tenant, this.clock.now()), null)
  }

  /** Lays a statement beside the books. Nothing of the file is kept. */
  async match(ctx: HttpContext) {
    authorizeReading(ctx, 'report')
    const { request, tenant, i18n } = ctx
    requireFeature(tenant, 'accounting')
    const period = reportPeriod(request.all(), tenant, this.clock.now())
    const [gateway = '', currency = ''] = entered(request.input('gateway')).split(' ')
    const takings = await this.#takings(ctx, period)
    if (!takings.some((one) => one.method === gateway && one.currency === currency)) {
      return fieldErrors(ctx, { gateway: i18n.t('reports.gateways.no_gateway') })
    }
    const csv = await uploadedText(ctx, 'file', FILE_OCTETS)
    if (csv === null) return fieldErrors(ctx, { file: i18n.t('reports.gateways.no_file') })
    try {
      const file = readSettlementFile(csv, columnsOf(request.all()), currency)
      const which = { ...period, gateway, currency }
      const matches = await this.tenancy.run(tenant, () =>
        settlementMatchQuery(this.tenancy, file.lines, which)
      )
      return await this.#render(ctx, period, {
        gateway,
        currency,
        faults: file.faults,
        ...summaryOfMatches(matches, tenant),
      })
    } catch (error) {
      if (!(error instanceof NoSuchColumn)) throw error
      const known = error.known.join(', ').slice(0, 300)
      const message = i18n.t('reports.gateways.no_column', { known })
      return fieldErrors(ctx, { [`column_${error.column}`]: message })
    }
  }

  async #render(ctx: HttpContext, period: ReportPeriod, matched: object | null) {
    const takings = await this.#takings(ctx, period)
    return ctx.view.render('pages/dashboard/reports/gateways', {
      period,
      gateways: sumTakings(takings),
      days: takings,
      matched,
      navigation: 'reports',
    })
  }

  async #takings({ tenant }: HttpContext, period: ReportPeriod): Promise<Takings[]> {
    const all = await this.tenancy.run(tenant, () => takingsQuery(this.tenancy, period))
    return all.filter(({ method }) => !OWN.includes(method))
  }
}

function columnsOf(sent: Record<string, unknown>): ColumnChoice {
  return {
    transaction: entered(sent.column_transaction),
    amount: entered(sent.column_amount),
    fee: entered(sent.column_fee),
  }
}

function entered(value: unknown): string {
  return text(value).trim().slice(0, 80)
}
