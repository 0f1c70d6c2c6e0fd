import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { sendCsv } from '#tenancy/http/csv_download'
import { authorizeReading, may } from '#dashboard/permissions'
import { paymentHistoryQuery } from '#dashboard/queries/payment_history_query'
import { paymentsExportQuery } from '#dashboard/queries/payments_export_query'
import {
  attemptFilters,
  paymentRow,
  paymentsListQuery,
  STATES,
} from '#dashboard/queries/payments_list_query'
import { refundsQuery } from '#dashboard/queries/refunds_query'
import { recordActivity } from '#dashboard/record_activity'
import { mayBeAccepted } from '#payments/intents/decide_review'
import PaymentIntent from '#payments/intents/payment_intent'
import { refundable } from '#payments/refunds/refundable'
import { pageOf, pager } from '#tenancy/http/pager'
import { Tenancy } from '#tenancy/tenancy'

/** Attempts to pay, and what the gateways said of each. */
@inject()
export default class PaymentsController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  async index({ view, tenant, request }: HttpContext) {
    const filters = attemptFilters(request.qs())
    const { page, payments } = await this.tenancy.run(tenant, () =>
      paymentsListQuery(filters, tenant.timezone, pageOf(request))
    )
    return view.render('pages/dashboard/payments/index', {
      payments,
      filters,
      states: STATES,
      pager: pager(page, request),
      navigation: 'payments',
    })
  }

  /** Numbers of customers leave the house: who takes them out is written down. */
  async export(ctx: HttpContext) {
    authorizeReading(ctx, 'manageCustomers')
    const { tenant, i18n } = ctx
    const filters = attemptFilters(ctx.request.qs())
    await this.tenancy.run(tenant, () => recordActivity(ctx, 'payment.exported', tenant.name))
    const stream = paymentsExportQuery(this.tenancy, tenant, filters, i18n)
    return sendCsv(ctx, `payments-${tenant.slug}`, stream)
  }

  async show(ctx: HttpContext) {
    const { view, tenant, params, i18n } = ctx
    const source = { intentId: Number(params.id) }
    const found = await this.tenancy.run(tenant, async () => {
      const intent = await PaymentIntent.findOrFail(params.id)
      return {
        payment: { ...paymentRow(intent), held: intent.held },
        acceptable: intent.state === 'review' && (await mayBeAccepted(intent)),
        refundable: await refundable(source),
        refunds: await refundsQuery(source, this.clock.now(), i18n),
        history: await paymentHistoryQuery(intent.id),
      }
    })
    return view.render('pages/dashboard/payments/show', {
      ...found,
      mayRefund: may(ctx, 'refund'),
      navigation: 'payments',
    })
  }
}
