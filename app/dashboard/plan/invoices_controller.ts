import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { notify } from '#dashboard/notify'
import { authorizeReading } from '#dashboard/permissions'
import { refusalOf } from '#dashboard/plan/refusal'
import { awaitsOwner, sendToProve } from '#dashboard/proven_owner/owner_email'
import { recordActivity } from '#dashboard/record_activity'
import { sendPdf } from '#payments/receipts/receipt_download'
import { ChooseInvoices } from '#platform/billing/invoices/choose_invoices'
import Invoice from '#platform/billing/invoices/invoice'
import { InvoicingTerms } from '#platform/billing/invoices/invoicing_terms'
import { renderInvoice } from '#platform/billing/invoices/render_invoice'
import { PLAN_PAGE } from '#tenancy/plans/errors'
import { PLAN_CODES } from '#tenancy/plans/plans'
import { Tenancy } from '#tenancy/tenancy'

/** Paying the platform without a card. */
@inject()
export default class InvoicesController {
  static validator = vine.create({ plan: vine.enum(PLAN_CODES) })

  constructor(
    private tenancy: Tenancy,
    private chooseInvoices: ChooseInvoices,
    private terms: InvoicingTerms
  ) {}

  async store(ctx: HttpContext) {
    authorizeReading(ctx, 'bill')
    if (awaitsOwner(ctx)) return sendToProve(ctx, PLAN_PAGE, 'plan')
    const { plan } = await ctx.request.validateUsing(InvoicesController.validator)
    return refusalOf(ctx, async () => {
      const { number } = await this.chooseInvoices.execute(ctx.tenant, plan)
      await this.tenancy.run(ctx.tenant, () => recordActivity(ctx, 'plan.invoiced', number))
      notify(ctx, 'success', 'billing.invoice_written', { number })
      return ctx.response.redirect().status(303).toPath(PLAN_PAGE)
    })
  }

  /** One of ours, as a document. Another ISP's is not there. */
  async show(ctx: HttpContext) {
    authorizeReading(ctx, 'bill')
    const invoice = await Invoice.query()
      .where({ id: Number(ctx.params.file), tenantId: ctx.tenant.id })
      .whereNull('stripe_invoice')
      .firstOrFail()
    sendPdf(ctx, invoice.number, await renderInvoice(invoice, ctx.tenant, ctx.i18n, this.terms))
  }
}
