import logger from '@adonisjs/core/services/logger'
import pg from 'pg'

const CHANNEL = 'tenant_changed'
const AGAIN_MS = 1_000

/**
 * Hears of every change of platform.tenants, whoever made it, in whatever process: a trigger
 * notifies (migration 0013). While the connection is away, nothing is heard, and it says so.
 */
export class TenantChanges {
  #client?: pg.Client
  #isStarted = false
  #isStopped = false
  #isHearing = false
  #again?: NodeJS.Timeout

  /** @param heard with the id of the tenant; with null when any may have changed unheard */
  constructor(
    private connection: pg.ClientConfig,
    private heard: (tenantId: number | null) => void
  ) {}

  get isHearing(): boolean {
    return this.#isHearing
  }

  /** Begins to listen, in its own time. */
  start(): void {
    if (this.#isStarted) return
    this.#isStarted = true
    void this.#listen()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#again)
    this.#lost()
    await this.#client?.end().catch(() => {})
  }

  /** Waits until everything that was committed before is heard: notifications keep their order. */
  async caughtUp(): Promise<void> {
    const client = this.#client
    if (!client || !this.#isHearing) return
    const echo = Promise.withResolvers<void>()
    const own = `echo ${Math.random()}`
    const hear = ({ payload }: pg.Notification) => payload === own && echo.resolve()
    client.on('notification', hear)
    client.once('end', echo.resolve)
    await client.query('select pg_notify($1, $2)', [CHANNEL, own])
    await echo.promise
    client.off('notification', hear).off('end', echo.resolve)
  }

  async #listen(): Promise<void> {
    const client = new pg.Client({ ...this.connection, keepAlive: true })
    client.on('error', (error) => logger.warn({ err: error }, 'tenant changes'))
    client.once('end', () => this.#lost())
    client.on('notification', ({ payload }) => {
      const id = Number(payload)
      if (Number.isSafeInteger(id)) this.heard(id)
    })
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
      this.#client = client
      this.heard(null)
      this.#isHearing = !this.#isStopped
      if (this.#isStopped) await client.end()
    } catch (error) {
      logger.warn({ err: error }, 'tenant changes')
      await client.end().catch(() => {})
      this.#lost()
    }
  }

  #lost(): void {
    this.#isHearing = false
    this.heard(null)
    if (this.#isStopped) return
    clearTimeout(this.#again)
    this.#again = setTimeout(() => void this.#listen(), AGAIN_MS).unref()
  }
}
