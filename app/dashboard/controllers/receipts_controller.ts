import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import {
  receiptMethodsQuery,
  receiptRow,
  receiptsListQuery,
} from '#dashboard/queries/receipts_list_query'
import { sendReceipt } from '#payments/receipts/receipt_download'
import { receiptNumber } from '#payments/receipts/receipt_number'
import { receiptQuery, type WhichReceipt } from '#payments/receipts/receipt_query'
import { pageOf, pager } from '#tenancy/http/pager'
import { Tenancy } from '#tenancy/tenancy'

/** Money received, and its receipts. Everybody who works for the ISP may look. */
@inject()
export default class ReceiptsController {
  constructor(private tenancy: Tenancy) {}

  async index({ view, tenant, request }: HttpContext) {
    const { q, method, customer } = request.qs()
    const filters = {
      q: String(q ?? '')
        .trim()
        .slice(0, 40),
      method: String(method ?? '').slice(0, 40),
      customerId: /^[1-9]\d{0,14}$/.test(String(customer)) ? Number(customer) : null,
    }
    const { page, methods } = await this.tenancy.run(tenant, async () => ({
      page: await receiptsListQuery(filters, pageOf(request)),
      methods: await receiptMethodsQuery(),
    }))
    return view.render('pages/dashboard/receipts/index', {
      receipts: page.all().map((payment) => ({
        ...receiptRow(payment),
        number: receiptNumber(payment.receiptNo, tenant),
      })),
      methods,
      filters,
      pager: pager(page, request),
      navigation: 'payments',
    })
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
