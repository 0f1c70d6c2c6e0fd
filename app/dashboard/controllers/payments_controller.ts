import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { paymentRow, paymentsListQuery } from '#dashboard/queries/payments_list_query'
import PaymentIntent from '#payments/intents/payment_intent'
import PaymentTransition from '#payments/intents/payment_transition'
import { pageOf, pager } from '#tenancy/http/pager'
import { Tenancy } from '#tenancy/tenancy'

/** Attempts to pay, and what the gateways said of each. */
@inject()
export default class PaymentsController {
  constructor(private tenancy: Tenancy) {}

  async index({ view, tenant, request }: HttpContext) {
    const filters = {
      q: String(request.qs().q ?? '')
        .trim()
        .slice(0, 80),
      state: String(request.qs().state ?? ''),
    }
    const page = await this.tenancy.run(tenant, () => paymentsListQuery(filters, pageOf(request)))
    return view.render('pages/dashboard/payments/index', {
      payments: page.all().map(paymentRow),
      filters,
      pager: pager(page, request),
      navigation: 'payments',
    })
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
