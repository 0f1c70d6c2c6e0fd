import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { logsQuery } from '#dashboard/queries/logs_query'
import { unknownSessionsQuery } from '#dashboard/queries/unknown_sessions_query'
import { pageOf, pager } from '#tenancy/http/pager'
import { Tenancy } from '#tenancy/tenancy'

const TABS = ['hotspot', 'suspensions', 'activity', 'unknown'] as const

/** What happened: on the hotspot, by itself, by the operator's people, and by nobody we know. */
@inject()
export default class LogsController {
  constructor(private tenancy: Tenancy) {}

  async index({ view, tenant, request }: HttpContext) {
    const tab = TABS.find((known) => known === request.qs().tab) ?? 'hotspot'
    const filters = {
      q: String(request.qs().q ?? '')
        .trim()
        .slice(0, 60),
    }
    const { page, rows } = await this.tenancy.run(tenant, async () =>
      tab === 'unknown'
        ? unknownSessionsQuery(this.tenancy, filters.q)
        : logsQuery(tab, filters.q, pageOf(request))
    )

    return view.render('pages/dashboard/logs/index', {
      tab,
      hotspot: [],
      suspensions: [],
      activity: [],
      unknown: [],
      [tab]: rows,
      filters,
      pager: pager(page, request),
      navigation: 'logs',
    })
  }
}
