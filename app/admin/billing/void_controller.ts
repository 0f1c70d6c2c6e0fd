import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { invoiceOf } from '#admin/billing/invoice_of'
import { done } from '#admin/done'
import { reasonValidator } from '#admin/tenants/acts_form'
import { pageOf, tenantOf } from '#admin/tenants/tenant_acts_controller'
import { InvoiceNotOpen } from '#platform/billing/errors'
import { VoidInvoice } from '#platform/billing/invoices/void_invoice'
import { fieldErrors } from '#tenancy/http/field_errors'

/** An open invoice of ours that nobody shall pay. */
@inject()
export default class VoidController {
  constructor(private voidInvoice: VoidInvoice) {}

  async store(ctx: HttpContext) {
    const tenant = await tenantOf(ctx)
    const { reason } = await ctx.request.validateUsing(reasonValidator)
    const { id: accountId, name } = ctx.auth.use('web').getUserOrFail()
    try {
      const { id: invoiceId } = await invoiceOf(ctx, tenant)
      const { number } = await this.voidInvoice.execute({
        invoiceId,
        reason,
        by: { kind: 'person', accountId, name },
      })
      return done(ctx, 'invoicing.admin.voided', pageOf(tenant), { number })
    } catch (error) {
      if (!(error instanceof InvoiceNotOpen)) throw error
      return fieldErrors(ctx, { reason: ctx.i18n.t('admin.invoices.not_open') })
    }
  }
}
