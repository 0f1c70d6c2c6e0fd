import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendCsv } from '#dashboard/csv_download'
import { authorizeReading } from '#dashboard/permissions'
import { paymentsExportQuery } from '#dashboard/queries/payments_export_query'
import {
  attemptFilters,
  paymentRow,
  paymentsListQuery,
  STATES,
} from '#dashboard/queries/payments_list_query'
import { recordActivity } from '#dashboard/record_activity'
import PaymentIntent from '#payments/intents/payment_intent'
import PaymentTransition from '#payments/intents/payment_transition'
import { pageOf, pager } from '#tenancy/http/pager'
import { Tenancy } from '#tenancy/tenancy'

/** Attempts to pay, and what the gateways said of each. */
@inject()
export default class PaymentsController {
  constructor(private tenancy: Tenancy) {}

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

  async show({ view, tenant, params }: HttpContext) {
    const { intent, transitions } = await this.tenancy.run(tenant, async () => ({
      intent: await PaymentIntent.findOrFail(params.id),
      transitions: await PaymentTransition.query().where('intent_id', params.id).orderBy('id'),
    }))
    return view.render('pages/dashboard/payments/show', {
      payment: paymentRow(intent),
      transitions: transitions.map(({ fromState, toState, cause, evidence, createdAt }) => ({
        fromState,
        toState,
        cause,
        evidence: JSON.stringify(evidence, null, 2),
        createdAt,
      })),
      navigation: 'payments',
    })
  }
}
