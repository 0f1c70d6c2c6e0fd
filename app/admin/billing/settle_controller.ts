import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { invoiceOf } from '#admin/billing/invoice_of'
import { done } from '#admin/done'
import { pageOf, tenantOf } from '#admin/tenants/tenant_acts_controller'
import { Money } from '#core/money'
import { InvalidMoney } from '#core/money_errors'
import { ONE_LINE } from '#core/one_line'
import { InvoiceAmountDiffers, InvoiceNotOpen } from '#platform/billing/errors'
import type Invoice from '#platform/billing/invoices/invoice'
import { SettleInvoice } from '#platform/billing/invoices/settle_invoice'
import { fieldErrors } from '#tenancy/http/field_errors'

/** Money for an invoice of ours that came without Stripe: an admin has seen it. */
@inject()
export default class SettleController {
  static validator = vine.create({
    amount: vine.string().trim().minLength(1).maxLength(20),
    reference: vine.string().trim().minLength(3).maxLength(100).regex(ONE_LINE),
  })

  constructor(private settleInvoice: SettleInvoice) {}

  async store(ctx: HttpContext) {
    const tenant = await tenantOf(ctx)
    const { amount, reference } = await ctx.request.validateUsing(SettleController.validator)
    const { id: accountId, name } = ctx.auth.use('web').getUserOrFail()
    try {
      const invoice = await invoiceOf(ctx, tenant)
      await this.settleInvoice.execute({
        invoiceId: invoice.id,
        receivedMinor: received(amount, invoice),
        reference,
        by: { accountId, name },
      })
    } catch (error) {
      return refused(ctx, error)
    }
    return done(ctx, 'admin.invoices.settled', pageOf(tenant))
  }
}

/** @throws InvoiceAmountDiffers for what is no amount of the currency, too */
function received(amount: string, invoice: Invoice): number {
  try {
    return Money.parse(amount, invoice.currency).minor
  } catch (error) {
    if (error instanceof InvalidMoney) throw new InvoiceAmountDiffers(invoice)
    throw error
  }
}

function refused(ctx: HttpContext, error: unknown) {
  if (error instanceof InvoiceNotOpen) {
    return fieldErrors(ctx, { reference: ctx.i18n.t('admin.invoices.not_open') })
  }
  if (!(error instanceof InvoiceAmountDiffers)) throw error
  const { amountMinor, currency } = error.invoice
  const amount = Money.of(amountMinor, currency).format(ctx.i18n.locale)
  return fieldErrors(ctx, { amount: ctx.i18n.t('invoicing.admin.amount_differs', { amount }) })
}
