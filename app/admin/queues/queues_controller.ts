import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Database } from '@adonisjs/lucid/database'
import { done } from '#admin/done'
import { deadCommandsQuery, failedJobsQuery, queuesQuery } from '#admin/queues/queues_query'
import { Clock } from '#core/clock'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { isQueueName, type QueueName } from '#tenancy/jobs/queues'
import { pageOf, pager } from '#tenancy/http/pager'

const PAGE = 50
const LIST = '/admin/queues'

/** Work in the background: what waits, and what was given up. */
@inject()
export default class QueuesController {
  constructor(
    private db: Database,
    private clock: Clock,
    private jobs: JobQueue
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

    return view.render('pages/admin/queues', {
      queues,
      queue,
      failed: await failedJobsQuery(this.db, queue, {
        limit: PAGE,
        offset: (currentPage - 1) * PAGE,
      }),
      dead: await deadCommandsQuery(this.db),
      pager: pager({ currentPage, lastPage, total }, request),
      navigation: 'queues',
    })
  }

  async retry(ctx: HttpContext) {
    const { queue, id } = jobOf(ctx)
    if (queue) await this.jobs.retry(queue, id)
    return done(ctx, 'admin.queues.retried', LIST)
  }

  async destroy(ctx: HttpContext) {
    const { queue, id } = jobOf(ctx)
    if (queue) await this.jobs.remove(queue, id)
    return done(ctx, 'admin.queues.removed', LIST)
  }
}

function jobOf({ params }: HttpContext): { queue: QueueName | null; id: string } {
  const name: unknown = params.queue
  return { queue: isQueueName(name) ? name : null, id: String(params.job) }
}
