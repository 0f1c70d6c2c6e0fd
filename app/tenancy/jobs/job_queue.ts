import logger from '@adonisjs/core/services/logger'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { fromKnex, type JobResult, type PgBoss } from 'pg-boss'
import { isWorked } from '#tenancy/jobs/job_scopes'
import type { JobPayloads, QueueName } from '#tenancy/jobs/queues'
import { WorkerShift } from '#tenancy/jobs/worker_shift'
import type { TenantCache } from '#tenancy/resolution/tenant_cache'
import type { Tenancy } from '#tenancy/tenancy'

export interface SendOptions {
  /** When a retry is meant, not the first attempt. */
  delaySeconds?: number
  /** A transaction of the platform's to be part of; a tenant's scope is joined without a word. */
  within?: TransactionClientContract
}

/**
 * Background work. A job sent inside a tenant's scope is part of its
 * transaction: it exists if, and only if, the business change does.
 */
export class JobQueue {
  #started?: Promise<unknown>
  #shifts: { end(): void }[] = []

  constructor(
    private boss: PgBoss,
    private tenancy: Tenancy,
    private tenants: TenantCache
  ) {}

  async send<N extends QueueName>(
    queue: N,
    payload: JobPayloads[N],
    { delaySeconds = 0, within }: SendOptions = {}
  ): Promise<void> {
    await this.#start()
    const trx = within ?? (this.tenancy.isInScope ? this.tenancy.transaction : null)
    await this.boss.send(queue, payload, {
      startAfter: delaySeconds,
      ...(trx && { db: fromKnex(trx.knexClient) }),
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
   * Works a queue off, `concurrency` batches of jobs at a time, woken by NOTIFY. What its
   * tenant's state leaves undone ends here without a word, and is not tried again.
   */
  async work<N extends QueueName>(
    queue: N,
    concurrency: number,
    handler: (payload: JobPayloads[N]) => Promise<void>
  ): Promise<void> {
    await this.#start()
    const shift = new WorkerShift<JobPayloads[N]>(this.boss, queue, concurrency, (jobs) =>
      Promise.all(jobs.map(({ id, data }) => settle(id, () => this.#work(queue, data, handler))))
    )
    this.#shifts.push(shift)
    await shift.wait()
  }

  /** Has jobs that were given up tried once more. */
  async retry(queue: QueueName, ids: readonly string[]): Promise<void> {
    await this.#start()
    await this.boss.retry(queue, [...ids])
  }

  /** Forgets a job. */
  async remove(queue: QueueName, id: string): Promise<void> {
    await this.#start()
    await this.boss.deleteJob(queue, id)
  }

  async stop(): Promise<void> {
    if (!this.#started) return
    for (const shift of this.#shifts) shift.end()
    await this.boss.stop({ graceful: true, timeout: 10_000 })
  }

  async #work<N extends QueueName>(
    queue: N,
    payload: JobPayloads[N],
    handler: (payload: JobPayloads[N]) => Promise<void>
  ): Promise<void> {
    if (await this.#isWorked(queue, payload.tenantId)) return handler(payload)
    logger.debug({ queue, tenant: payload.tenantId }, 'job ended by the state of its tenant')
  }

  /** A no is final: it is said by the table, not by what is remembered of it. */
  async #isWorked(queue: QueueName, tenantId: number | null): Promise<boolean> {
    if (tenantId === null) return true
    const known = await this.tenants.find('id', tenantId)
    return isWorked(queue, known) || isWorked(queue, await this.tenants.anew(tenantId))
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
