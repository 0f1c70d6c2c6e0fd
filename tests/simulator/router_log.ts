import type { VirtualClock } from './clock.js'
import type { Row } from './menus/menu.js'

export interface LogEntry {
  readonly number: number
  readonly time: number
  readonly topics: string
  readonly message: string
}

const KEPT = 1000

/** The router's memory log, newest last; RouterOS keeps 1000 lines too. */
export class RouterLog {
  readonly #entries: LogEntry[] = []
  #number = 0

  constructor(
    private readonly clock: VirtualClock,
    private readonly sink?: (entry: LogEntry) => void
  ) {}

  write(topics: string, message: string): void {
    const entry = {
      number: ++this.#number,
      time: this.clock.now(),
      topics,
      message,
    }
    this.#entries.push(entry)
    if (this.#entries.length > KEPT) this.#entries.shift()
    this.sink?.(entry)
  }

  entries(): readonly LogEntry[] {
    return this.#entries
  }

  rows(): Row[] {
    return this.#entries.map(({ number, time, topics, message }) => ({
      '.id': `*${number.toString(16).toUpperCase()}`,
      'time': new Date(time).toISOString().slice(11, 19),
      topics,
      message,
    }))
  }
}
