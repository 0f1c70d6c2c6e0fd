import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { Clock } from '#core/clock'
import { ONE_LINE } from '#core/one_line'
import { notify } from '#dashboard/notify'
import { authorize, may, NotAllowed } from '#dashboard/permissions'
import { refundsQuery } from '#dashboard/queries/refunds_query'
import { recordActivity } from '#dashboard/record_activity'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import { UndoRefused, type UndoRefusal } from '#hotspot/recharge/errors'
import { undoRefusal } from '#hotspot/recharge/undo_refusal'
import { UndoRecharge } from '#hotspot/recharge/undo_recharge'
import CustomerPayment from '#payments/customer_payment'
import { refundable } from '#payments/refunds/refundable'
import { receiptNumber } from '#payments/receipts/receipt_number'
import { Tenancy } from '#tenancy/tenancy'

/** One payment at the counter: what was sold, its receipt, and taking it back. */
@inject()
export default class CashPaymentController {
  static validator = vine.create({
    reason: vine.string().trim().minLength(3).maxLength(200).regex(ONE_LINE),
  })

  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private undoRecharge: UndoRecharge
  ) {}

  async show(ctx: HttpContext) {
    const { tenant, params, role } = ctx
    const found = await this.tenancy.run(tenant, async () => {
      const payment = await CustomerPayment.query()
        .where({ id: params.id, method: 'cash' })
        .firstOrFail()
      const customer = await Customer.findOrFail(payment.customerId)
      return {
        payment,
        customer,
        activation:
          payment.activationId === null ? null : await Activation.find(payment.activationId),
        refundable: await refundable({ paymentId: payment.id }),
        refunds: await refundsQuery({ paymentId: payment.id }, this.clock.now(), ctx.i18n),
        refusal: await undoRefusal(payment, customer, this.clock.now(), tenant.timezone),
      }
    })
    return ctx.view.render('pages/dashboard/recharge/show', {
      ...found,
      receiptNumber: receiptNumber(found.payment.receiptNo, tenant),
      mayRefund: may(ctx, 'refund'),
      mayUndo: role === 'owner' && may(ctx, 'configure'),
      navigation: 'customers',
    })
  }

  /** @throws NotAllowed for everybody but an owner */
  async undo(ctx: HttpContext) {
    const { tenant, params, role, request } = ctx
    await this.tenancy.run(tenant, () => CustomerPayment.findOrFail(params.id))
    authorize(ctx, 'configure')
    if (role !== 'owner') throw new NotAllowed()
    const { reason } = await request.validateUsing(CashPaymentController.validator)

    try {
      await this.#undo(ctx, reason)
    } catch (error) {
      if (!(error instanceof UndoRefused)) throw error
      notify(ctx, 'error', refusalKey(error.reason))
    }
    return ctx.response.redirect(`/dashboard/recharges/${params.id}`)
  }

  async #undo(ctx: HttpContext, reason: string): Promise<void> {
    const { name } = ctx.auth.use('web').getUserOrFail()
    const { payment, running } = await this.tenancy.run(ctx.tenant, async () => {
      const undone = await this.undoRecharge.execute({
        paymentId: Number(ctx.params.id),
        reason,
        by: { name, from: ctx.request.ip() },
      })
      const customer = await Customer.findOrFail(undone.payment.customerId)
      await recordActivity(
        ctx,
        'recharge.undone',
        `${customer.mobile}: ${undone.payment.packageName}`,
        { receipt: undone.payment.receiptNo, reason }
      )
      return undone
    })
    if (running) notify(ctx, 'success', 'recharge.undo.done', { package: running.packageName })
    else notify(ctx, 'success', 'recharge.undo.done_offline', { package: payment.packageName })
  }
}

function refusalKey(reason: UndoRefusal): string {
  return `recharge.undo.refused.${reason}`
}
