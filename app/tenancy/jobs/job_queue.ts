import logger from '@adonisjs/core/services/logger'
import { fromKnex, type JobResult, type PgBoss } from 'pg-boss'
import type { Tenancy } from '#tenancy/tenancy'
import type { JobPayloads, QueueName } from '#tenancy/jobs/queues'

/**
 * More than one, so that a worker that came back full-handed fetches again at
 * once: with single jobs pg-boss waits for its poll, and a backlog crawls.
 */
const BATCH = 4

const POLL_SECONDS = 2

/**
 * Background work. A job sent inside a tenant's scope is part of its
 * transaction: it exists if, and only if, the business change does.
 */
export class JobQueue {
  #started?: Promise<unknown>

  constructor(
    private boss: PgBoss,
    private tenancy: Tenancy
  ) {}

  /** @param delaySeconds when a retry is meant, not the first attempt */
  async send<N extends QueueName>(
    queue: N,
    payload: JobPayloads[N],
    { delaySeconds = 0 }: { delaySeconds?: number } = {}
  ): Promise<void> {
    await this.#start()
    await this.boss.send(queue, payload, {
      startAfter: delaySeconds,
      ...(this.tenancy.isInScope && { db: fromKnex(this.tenancy.transaction.knexClient) }),
    })
  }

  /** Many jobs in one statement. @param startAfter not worked before this moment; null is now */
  async sendMany<N extends QueueName>(
    queue: N,
    payloads: readonly JobPayloads[N][],
    { startAfter = null }: { startAfter?: Date | null } = {}
  ): Promise<void> {
    if (payloads.length === 0) return
    await this.#start()
    await this.boss.insert(
      queue,
      payloads.map((data) => ({ data, ...(startAfter && { startAfter }) })),
      this.tenancy.isInScope ? { db: fromKnex(this.tenancy.transaction.knexClient) } : {}
    )
  }

  /**
   * Works a queue off, `concurrency` jobs at a time, woken by NOTIFY. Nothing
   * notifies when a delayed job falls due, or of a job that found every worker
   * busy: those wait for the poll, which pg-boss would stretch to 30 s.
   */
  async work<N extends QueueName>(
    queue: N,
    concurrency: number,
    handler: (payload: JobPayloads[N]) => Promise<void>
  ): Promise<void> {
    await this.#start()
    await this.boss.work<JobPayloads[N]>(
      queue,
      {
        batchSize: BATCH,
        burstWhenBatchFull: true,
        perJobResults: true,
        localConcurrency: concurrency,
        pollingIntervalSeconds: POLL_SECONDS,
        notifyPollingIntervalSeconds: POLL_SECONDS,
      },
      (jobs) => Promise.all(jobs.map(({ id, data }) => settle(id, () => handler(data))))
    )
  }

  /** Has a job that was given up tried once more. */
  async retry(queue: QueueName, id: string): Promise<void> {
    await this.#start()
    await this.boss.retry(queue, id)
  }

  /** Forgets a job. */
  async remove(queue: QueueName, id: string): Promise<void> {
    await this.#start()
    await this.boss.deleteJob(queue, id)
  }

  async stop(): Promise<void> {
    if (!this.#started) return
    await this.boss.stop({ graceful: true, timeout: 10_000 })
  }

  #start(): Promise<unknown> {
    this.#started ??= this.boss.start()
    return this.#started
  }
}

/** The jobs of a batch run side by side, and one that fails takes no other with it. */
async function settle(id: string, work: () => Promise<void>): Promise<JobResult> {
  try {
    await work()
    return { id, status: 'completed' }
  } catch (error) {
    logger.error({ err: error, job: id }, 'job')
    return { id, status: 'failed', output: { message: String(error) } }
  }
}
