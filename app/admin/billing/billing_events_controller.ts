import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Database } from '@adonisjs/lucid/database'
import { billingEventsQuery, OUTCOMES } from '#admin/billing/billing_events_query'
import { pageOf, pager } from '#tenancy/http/pager'

const PAGE = 50

/** What Stripe told us, and what came of it. */
@inject()
export default class BillingEventsController {
  constructor(private db: Database) {}

  async index({ request, view }: HttpContext) {
    const asked: Record<string, unknown> = request.qs()
    const filters = {
      q: typeof asked.q === 'string' ? asked.q.trim().slice(0, 80) : '',
      outcome: OUTCOMES.find((known) => known === asked.outcome) ?? null,
    }
    const currentPage = pageOf(request)
    const place = { limit: PAGE, offset: (currentPage - 1) * PAGE }
    const { total, events } = await billingEventsQuery(this.db, filters, place)
    const lastPage = Math.max(1, Math.ceil(total / PAGE))

    return view.render('pages/admin/billing_events', {
      events,
      filters,
      outcomes: OUTCOMES,
      pager: pager({ currentPage, lastPage, total }, request),
      navigation: 'webhooks',
    })
  }
}
