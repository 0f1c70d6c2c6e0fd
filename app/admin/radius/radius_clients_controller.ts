import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Database } from '@adonisjs/lucid/database'
import { HEARD, radiusClientsCount, radiusClientsQuery } from '#admin/radius/radius_clients_query'
import { SILENT_HOURS } from '#platform/health/silence'
import { pageOf, pager } from '#tenancy/http/pager'

const PAGE = 50

/** Whose router is behind an address: one router each, by the table's own word. */
@inject()
export default class RadiusClientsController {
  constructor(private db: Database) {}

  async index({ request, view }: HttpContext) {
    const asked: Record<string, unknown> = request.qs()
    const filters = {
      q: typeof asked.q === 'string' ? asked.q.trim().slice(0, 80) : '',
      heard: HEARD.find((known) => known === asked.heard) ?? null,
    }
    const total = await radiusClientsCount(this.db, filters)
    const lastPage = Math.max(1, Math.ceil(total / PAGE))
    const currentPage = Math.min(pageOf(request), lastPage)
    const place = { limit: PAGE, offset: (currentPage - 1) * PAGE }

    return view.render('pages/admin/radius', {
      clients: await radiusClientsQuery(this.db, filters, place),
      filters,
      heards: HEARD,
      silentHours: SILENT_HOURS,
      pager: pager({ currentPage, lastPage, total }, request),
      navigation: 'radius',
    })
  }
}
