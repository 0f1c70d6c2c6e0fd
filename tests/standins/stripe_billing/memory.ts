import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { deserialize, serialize } from 'node:v8'
import type { MeterEvent } from './records.js'
import { Shelf } from './shelf.js'
import type { Line } from './subscription_records.js'
import type { BillingWorld } from './world.js'

interface Kept {
  shelves: Map<string, Map<string, never>>
  meterEvents: MeterEvent[]
  pending: Map<string, Line[]>
}

/**
 * Keeps what the stand-in knows in a file while it does not run, for a platform whose database is
 * there again tomorrow. In one piece, so that what refers to one another goes on doing so.
 */
export class Memory {
  constructor(
    private readonly world: BillingWorld,
    private readonly file: string
  ) {}

  keep(): void {
    const { meterEvents, pending } = this.world
    const shelves = new Map(this.#shelves().map(([name, shelf]) => [name, shelf.content()]))
    const half = `${this.file}.new`
    writeFileSync(half, serialize({ shelves, meterEvents, pending }), { mode: 0o600 })
    renameSync(half, this.file)
  }

  recall(): void {
    if (!existsSync(this.file)) return
    const known: Kept = deserialize(readFileSync(this.file))
    for (const [name, shelf] of this.#shelves()) shelf.fill(known.shelves.get(name) ?? new Map())
    this.world.meterEvents.push(...known.meterEvents)
    for (const [subscription, lines] of known.pending) this.world.pending.set(subscription, lines)
  }

  #shelves() {
    return Object.entries(this.world).flatMap(([name, value]) =>
      value instanceof Shelf ? [[name, value] as const] : []
    )
  }
}
