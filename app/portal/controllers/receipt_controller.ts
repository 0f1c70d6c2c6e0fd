import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendReceipt } from '#payments/receipts/receipt_download'
import { receiptNumber } from '#payments/receipts/receipt_number'
import { receiptQuery } from '#payments/receipts/receipt_query'
import { givenBackQuery } from '#payments/refunds/given_back_query'
import CustomerPayment from '#payments/customer_payment'
import { samePass } from '#portal/open_pass'
import { SignedInCustomer } from '#portal/signed_in_customer'
import { Tenancy } from '#tenancy/tenancy'

const RECENT = 20

/** A customer's own receipts, and nobody else's. */
@inject()
export default class ReceiptController {
  constructor(
    private tenancy: Tenancy,
    private signedIn: SignedInCustomer
  ) {}

  async index(ctx: HttpContext) {
    const visitor = await this.signedIn.find(ctx)
    if (!visitor) return ctx.response.redirect(samePass(ctx, '/number'))

    const { payments, givenBack } = await this.tenancy.run(ctx.tenant, async () => {
      const found = await CustomerPayment.query()
        .where('customer_id', visitor.customer.id)
        .orderBy('id', 'desc')
        .limit(RECENT)
      return { payments: found, givenBack: await givenBackQuery(found) }
    })
    return ctx.view.render('pages/portal/receipts', {
      receipts: payments.map((payment) => ({
        number: receiptNumber(payment.receiptNo, ctx.tenant),
        packageName: payment.packageName,
        amountMinor: payment.amountMinor,
        currency: payment.currency,
        paidAt: payment.paidAt,
        undone: payment.undoneAt !== null,
        givenBackMinor: givenBack.get(payment.id) ?? 0,
        href: samePass(ctx, `/receipts/${payment.id}.pdf`),
      })),
      homeUrl: samePass(ctx, ''),
    })
  }

  async show(ctx: HttpContext) {
    const visitor = await this.signedIn.find(ctx)
    if (!visitor) return ctx.response.redirect(samePass(ctx, '/number'))

    const receipt = await this.tenancy.run(ctx.tenant, () =>
      receiptQuery(this.tenancy, {
        id: Number(ctx.params.file),
        customerId: visitor.customer.id,
      })
    )
    return sendReceipt(ctx, receipt)
  }
}
