import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { done } from '#admin/done'
import { pageOf, tenantOf } from '#admin/tenants/tenant_acts_controller'
import { ONE_LINE } from '#core/one_line'
import { InvoiceNotOpen } from '#platform/billing/errors'
import Invoice from '#platform/billing/invoices/invoice'
import { SettleInvoice } from '#platform/billing/invoices/settle_invoice'
import { fieldErrors } from '#tenancy/http/field_errors'

/** Money for an invoice of ours that came without Stripe: an admin has seen it. */
@inject()
export default class SettleController {
  static validator = vine.create({
    reference: vine.string().trim().minLength(3).maxLength(100).regex(ONE_LINE),
  })

  constructor(private settleInvoice: SettleInvoice) {}

  async store(ctx: HttpContext) {
    const tenant = await tenantOf(ctx)
    const { reference } = await ctx.request.validateUsing(SettleController.validator)
    const invoice = await Invoice.query()
      .where({ id: Number(ctx.params.invoice), tenantId: tenant.id })
      .first()
    try {
      if (!invoice) throw new InvoiceNotOpen()
      const { id: accountId, name } = ctx.auth.use('web').getUserOrFail()
      await this.settleInvoice.execute({
        invoiceId: invoice.id,
        reference,
        by: { accountId, name },
      })
    } catch (error) {
      if (!(error instanceof InvoiceNotOpen)) throw error
      return fieldErrors(ctx, { reference: ctx.i18n.t('admin.invoices.not_open') })
    }
    return done(ctx, 'admin.invoices.settled', pageOf(tenant))
  }
}
