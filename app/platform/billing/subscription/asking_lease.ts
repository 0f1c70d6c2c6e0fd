import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'

const ASKING = `interval '60 seconds'`

export interface Asking {
  customer: string
  /** Events that came until then are settled by the answer; by the database's clock. */
  since: Date
}

/** One at a time asks about an ISP: a lease, so that whoever dies asking holds nobody up. */
@inject()
export class AskingLease {
  constructor(private db: Database) {}

  /** Says that what we know of an ISP is old. */
  async markStale(tenantId: number): Promise<void> {
    await this.#query(
      `update platform.subscriptions set stale_since = now()
        where tenant_id = :tenantId and stale_since is null and customer is not null`,
      tenantId
    )
  }

  /** @returns null when there is nothing to ask, or somebody is asking */
  async take(tenantId: number): Promise<Asking | null> {
    const [taken] = await this.#query<Asking>(
      `update platform.subscriptions set stale_since = null, asking_until = now() + ${ASKING}
        where tenant_id = :tenantId and customer is not null
          and (asking_until < now() or (asking_until is null and stale_since is not null))
        returning customer, clock_timestamp() as since`,
      tenantId
    )
    return taken ?? null
  }

  /** @returns whether something was heard meanwhile */
  async giveBack(tenantId: number): Promise<boolean> {
    const [row] = await this.#query<{ again: boolean }>(
      `update platform.subscriptions set asking_until = null, asked_at = now()
        where tenant_id = :tenantId returning stale_since is not null as again`,
      tenantId
    )
    return row?.again ?? false
  }

  /** Nothing was learned: it is to be asked again. */
  async giveUp(tenantId: number): Promise<void> {
    await this.#query(
      `update platform.subscriptions
          set asking_until = null, stale_since = coalesce(stale_since, now())
        where tenant_id = :tenantId`,
      tenantId
    )
  }

  /** @returns whether nobody is asking, and nobody is to */
  async isSettled(tenantId: number): Promise<boolean> {
    const unsettled = await this.#query(
      `select from platform.subscriptions
        where tenant_id = :tenantId and (asking_until > now() or stale_since is not null)`,
      tenantId
    )
    return unsettled.length === 0
  }

  async #query<Row>(sql: string, tenantId: number): Promise<Row[]> {
    const result: { rows: Row[] } = await this.db.connection('app').rawQuery(sql, { tenantId })
    return result.rows
  }
}
