import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendCsv } from '#tenancy/http/csv_download'
import { authorizeReading } from '#dashboard/permissions'
import { receiptsExportQuery } from '#dashboard/queries/receipts_export_query'
import {
  receiptFilters,
  receiptMethodsQuery,
  receiptsListQuery,
} from '#dashboard/queries/receipts_list_query'
import { recordActivity } from '#dashboard/record_activity'
import { sendReceipt } from '#payments/receipts/receipt_download'
import { receiptQuery, type WhichReceipt } from '#payments/receipts/receipt_query'
import { pageOf, pager } from '#tenancy/http/pager'
import { Tenancy } from '#tenancy/tenancy'

/** Money received, and its receipts. Everybody who works for the ISP may look. */
@inject()
export default class ReceiptsController {
  constructor(private tenancy: Tenancy) {}

  async index({ view, tenant, request }: HttpContext) {
    const filters = receiptFilters(request.qs())
    const { page, receipts, methods } = await this.tenancy.run(tenant, async () => ({
      ...(await receiptsListQuery(filters, tenant, pageOf(request))),
      methods: await receiptMethodsQuery(),
    }))
    return view.render('pages/dashboard/receipts/index', {
      receipts,
      methods,
      filters,
      pager: pager(page, request),
      navigation: 'payments',
    })
  }

  /** Numbers of customers leave the house: who takes them out is written down. */
  async export(ctx: HttpContext) {
    authorizeReading(ctx, 'manageCustomers')
    const { tenant, i18n } = ctx
    const filters = receiptFilters(ctx.request.qs())
    await this.tenancy.run(tenant, () => recordActivity(ctx, 'receipt.exported', tenant.name))
    const stream = receiptsExportQuery(this.tenancy, tenant, filters, i18n)
    return sendCsv(ctx, `receipts-${tenant.slug}`, stream)
  }

  async show(ctx: HttpContext) {
    return this.#send(ctx, { id: Number(ctx.params.file) })
  }

  /** The receipt of an attempt to pay that succeeded. */
  async ofIntent(ctx: HttpContext) {
    return this.#send(ctx, { intentId: Number(ctx.params.id) })
  }

  /** Drawn outside the transaction: a page takes longer than its row. */
  async #send(ctx: HttpContext, which: WhichReceipt) {
    const receipt = await this.tenancy.run(ctx.tenant, () => receiptQuery(this.tenancy, which))
    return sendReceipt(ctx, receipt)
  }
}
