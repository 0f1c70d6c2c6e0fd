import type pg from 'pg'
import Tenant from '#tenancy/models/tenant'
import { TenantChanges } from '#tenancy/resolution/tenant_changes'

/** Bounds what a change that was never heard of could do. */
const KEPT_MS = 30_000
const MOST = 10_000

interface Kept {
  row: Record<string, unknown>
  until: number
}

/**
 * Tenants by slug and id, as every request asks for them. A change of any process's is heard
 * within milliseconds and drops the entry; while changes cannot be heard, nothing is kept.
 */
export class TenantCache {
  readonly changes: TenantChanges
  #kept = new Map<string, Kept>()
  /** Counts what was dropped: a row that was read before must not be kept after. */
  #dropped = 0

  constructor(connection: pg.ClientConfig) {
    this.changes = new TenantChanges(connection, (id) => this.drop(id))
  }

  find(column: 'id' | 'slug', value: string | number): Promise<Tenant | null> {
    this.changes.start()
    const kept = this.#kept.get(`${column} ${value}`)
    return kept && kept.until > Date.now() && this.changes.isHearing
      ? Promise.resolve(hydrated(kept.row))
      : this.#read(column, value)
  }

  /** As the table has it at this moment. */
  anew(id: number): Promise<Tenant | null> {
    return this.#read('id', id)
  }

  /** @param id null for all of them */
  drop(id: number | null): void {
    this.#dropped += 1
    if (id === null) return this.#kept.clear()
    const kept = this.#kept.get(`id ${id}`)
    if (!kept) return
    this.#kept.delete(`id ${id}`)
    this.#kept.delete(`slug ${String(kept.row.slug)}`)
  }

  async #read(column: 'id' | 'slug', value: string | number): Promise<Tenant | null> {
    const before = this.#dropped
    const row = await Tenant.query().where(column, value).pojo<Record<string, unknown>>().first()
    if (!row) return null
    if (this.changes.isHearing && this.#dropped === before) this.#keep(row)
    return hydrated(row)
  }

  #keep(row: Record<string, unknown>): void {
    if (this.#kept.size >= 2 * MOST) this.#kept.clear()
    const kept = { row, until: Date.now() + KEPT_MS }
    this.#kept.set(`id ${String(row.id)}`, kept).set(`slug ${String(row.slug)}`, kept)
  }
}

/** Every caller gets a model of its own: what one changes, and perhaps never saves, is not another's. */
function hydrated(row: Record<string, unknown>): Tenant | null {
  return Tenant.$createFromAdapterResult(
    structuredClone(row),
    {},
    { connection: Tenant.connection }
  )
}
