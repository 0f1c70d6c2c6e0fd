import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Database } from '@adonisjs/lucid/database'
import { done } from '#admin/done'
import { failedJobIds } from '#admin/queues/failed_jobs_query'
import { reasonValidator } from '#admin/tenants/acts_form'
import AdminAct from '#platform/admin_log/admin_act'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { isQueueName, queues, type QueueName } from '#tenancy/jobs/queues'

const LIST = '/admin/queues'

/** So many at once: whoever has more of them retries again. */
const MOST = 500

/** What becomes of jobs that were given up: tried once more, or discarded for a reason. */
@inject()
export default class DeadJobsController {
  constructor(
    private db: Database,
    private jobs: JobQueue
  ) {}

  async retry(ctx: HttpContext) {
    const { queue, id } = jobOf(ctx)
    if (!queue) return ctx.response.redirect(LIST)
    await this.jobs.retry(queue, [id])
    await AdminAct.note(ctx, 'job.retried', `${queue} ${id}`)
    return done(ctx, 'admin.queues.retried', LIST, { count: 1 })
  }

  /** Of the queue the form names, or of every queue. */
  async retryAll(ctx: HttpContext) {
    const named: unknown = ctx.request.input('queue')
    const meant = Object.keys(queues).filter(isQueueName)
    let count = 0
    for (const queue of isQueueName(named) ? [named] : meant) {
      const ids = await failedJobIds(this.db, queue, MOST)
      if (ids.length === 0) continue
      await this.jobs.retry(queue, ids)
      await AdminAct.note(ctx, 'job.retried', `${queue}: ${ids.length}`)
      count += ids.length
    }
    return done(ctx, 'admin.queues.retried', LIST, { count })
  }

  async discard(ctx: HttpContext) {
    const { queue, id } = jobOf(ctx)
    const { reason } = await ctx.request.validateUsing(reasonValidator)
    if (!queue) return ctx.response.redirect(LIST)
    await this.jobs.remove(queue, id)
    await AdminAct.note(ctx, 'job.discarded', `${queue} ${id}`, reason)
    return done(ctx, 'admin.queues.discarded', LIST)
  }
}

function jobOf({ params }: HttpContext): { queue: QueueName | null; id: string } {
  const name: unknown = params.queue
  return { queue: isQueueName(name) ? name : null, id: String(params.job) }
}
