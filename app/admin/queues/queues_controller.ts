import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Database } from '@adonisjs/lucid/database'
import { failedJobsQuery } from '#admin/queues/failed_jobs_query'
import { deadCommandsQuery, queuesQuery } from '#admin/queues/queues_query'
import { Clock } from '#core/clock'
import AdminAct from '#platform/admin_log/admin_act'
import { isQueueName } from '#tenancy/jobs/queues'
import { pageOf, pager } from '#tenancy/http/pager'

const PAGE = 50
const ACTS = 10

/** Work in the background: what waits, what was given up, and what became of that. */
@inject()
export default class QueuesController {
  constructor(
    private db: Database,
    private clock: Clock
  ) {}

  async index({ request, view }: HttpContext) {
    const asked: unknown = request.qs().queue
    const queue = isQueueName(asked) ? asked : ''
    const queues = await queuesQuery(this.db, this.clock.now())
    const total = queues
      .filter(({ name }) => !queue || name === queue)
      .reduce((sum, { failed }) => sum + failed, 0)
    const lastPage = Math.max(1, Math.ceil(total / PAGE))
    const currentPage = Math.min(pageOf(request), lastPage)
    const place = { limit: PAGE, offset: (currentPage - 1) * PAGE }

    return view.render('pages/admin/queues', {
      queues,
      queue,
      failed: await failedJobsQuery(this.db, queue, place),
      dead: await deadCommandsQuery(this.db),
      acts: await AdminAct.latest(ACTS, ['job.retried', 'job.discarded']),
      pager: pager({ currentPage, lastPage, total }, request),
      navigation: 'queues',
    })
  }
}
