import logger from '@adonisjs/core/services/logger'
import type { Job, JobResult, PgBoss } from 'pg-boss'

/**
 * More than one, so that a worker that came back full-handed fetches again at
 * once: with single jobs pg-boss waits for its poll, and a backlog crawls.
 */
const BATCH = 4

const POLL_SECONDS = 2

const WORK = {
  batchSize: BATCH,
  burstWhenBatchFull: true,
  perJobResults: true,
  pollingIntervalSeconds: POLL_SECONDS,
  notifyPollingIntervalSeconds: POLL_SECONDS,
} as const

/**
 * The workers of a queue, of which one waits and the others work: whoever finds jobs has another
 * wait first, and when done leaves if somebody waits (leader and followers, POSA 2). pg-boss
 * wakes all who wait at every job, so if all of them waited, all would ask for every job.
 *
 * Nothing notifies when a delayed job falls due, or of a job that found everybody busy: those
 * wait for the poll, which pg-boss would stretch to 30 s.
 */
export class WorkerShift<Payload> {
  #waiting = 0
  #working = 0
  #isOver = false

  /** @param size how many may work at once, each on a batch */
  constructor(
    private boss: PgBoss,
    private queue: string,
    private size: number,
    private handle: (jobs: Job<Payload>[]) => Promise<JobResult[]>
  ) {}

  /** Has one more worker wait for jobs. */
  async wait(): Promise<void> {
    this.#waiting += 1
    try {
      const id: string = await this.boss.work<Payload>(this.queue, WORK, async (jobs) => {
        await this.#begin()
        try {
          return await this.handle(jobs)
        } finally {
          this.#end(id)
        }
      })
    } catch (error) {
      this.#waiting -= 1
      throw error
    }
  }

  /** Nobody takes a place any more; whoever works finishes. Call before pg-boss is stopped. */
  end(): void {
    this.#isOver = true
  }

  /** When nobody can be had to wait, who works stays and waits afterwards: no job fails for it. */
  async #begin(): Promise<void> {
    this.#waiting -= 1
    this.#working += 1
    const isPlaceFree = this.#waiting === 0 && this.#working < this.size
    if (!isPlaceFree || this.#isOver) return
    try {
      await this.wait()
    } catch (error) {
      logger.warn({ err: error, queue: this.queue }, 'no worker could be added')
    }
  }

  /** One who stays was woken if there is more to do: pg-boss wakes those at work, too. */
  #end(id: string): void {
    this.#working -= 1
    if (this.#waiting === 0) this.#waiting += 1
    else void this.boss.offWork(this.queue, { id, wait: false })
  }
}
