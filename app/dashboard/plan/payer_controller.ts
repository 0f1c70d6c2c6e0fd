import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { notify } from '#dashboard/notify'
import { authorizeReading } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { ONE_LINE } from '#core/one_line'
import Subscription from '#platform/billing/subscription/subscription'
import { PLAN_PAGE } from '#tenancy/plans/errors'
import { Tenancy } from '#tenancy/tenancy'

/** Lines of text, and nothing else that controls a printer. */
const LINES = /^(?:\P{Cc}|\r?\n)*$/u

/** What our invoices say of an ISP besides its name; those that are written already keep theirs. */
@inject()
export default class PayerController {
  static validator = vine.create({
    invoice_address: vine.string().trim().maxLength(300).regex(LINES).nullable(),
    invoice_tax_id: vine.string().trim().maxLength(40).regex(ONE_LINE).nullable(),
  })

  constructor(private tenancy: Tenancy) {}

  async update(ctx: HttpContext) {
    authorizeReading(ctx, 'bill')
    const input = await ctx.request.validateUsing(PayerController.validator)
    const row = await Subscription.of(ctx.tenant.id)
    await row
      .merge({
        invoiceAddress: linesOf(input.invoice_address ?? ''),
        invoiceTaxId: input.invoice_tax_id ?? '',
      })
      .save()
    await this.tenancy.run(ctx.tenant, () => recordActivity(ctx, 'plan.payer_changed', ''))
    notify(ctx, 'success', 'invoicing.payer.saved')
    return ctx.response.redirect().status(303).toPath(PLAN_PAGE)
  }
}

function linesOf(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '').join('\n')
}
