import { canonicalValue } from './argument_values.js'
import type { MenuSpec } from './catalogue.js'
import { noSuchItem, UnknownParameter } from './router_trap.js'

/** What one item prints: property name → text. `.id` is among them in lists. */
export type Row = Record<string, string>

/** Rows that the router itself makes (hosts, active sessions, queues, log). */
export interface LiveRows {
  rows(): Row[]
  remove?(id: string): Promise<void> | void
}

/** Flags of any item. */
const ALWAYS_KNOWN = new Set(['.id', 'default', 'dynamic', 'invalid', 'authorized', 'bypassed'])

const unquote = (text: string) => (text === '""' ? '' : text)

/** One menu's items or settings. Values are checked against the command reference before they are kept. */
export class Menu {
  #rows: Row[] = []
  #next = 1
  readonly #live: LiveRows[] = []
  readonly #notes: ((row: Row) => Row)[] = []

  constructor(
    readonly path: string,
    readonly spec: MenuSpec
  ) {
    if (spec.kind === 'settings') this.#rows.push(this.#defaults())
  }

  /** Adds rows the router makes by itself to what this menu prints. */
  show(live: LiveRows): void {
    this.#live.push(live)
  }

  /** Adds what the router knows of a stored row (counters, states) to what is printed. */
  annotate(note: (row: Row) => Row): void {
    this.#notes.push(note)
  }

  rows(): Row[] {
    const made = this.#live.flatMap((live) => live.rows())
    if (this.spec.kind !== 'settings') {
      const noted = this.#rows.map((row) =>
        Object.assign({}, row, ...this.#notes.map((note) => note(row)))
      )
      return [...(this.#notes.length === 0 ? this.#rows : noted), ...made]
    }
    return [Object.assign({}, ...this.#rows, ...made)]
  }

  /** The stored rows alone, which `set` and `remove` may change. */
  stored(): readonly Row[] {
    return this.#rows
  }

  settings(): Row {
    return this.rows()[0] ?? {}
  }

  find(id: string): Row | undefined {
    return this.rows().find((row) => row['.id'] === id)
  }

  /** Whether a `where` or a `get` may name this property. */
  hasProperty(name: string): boolean {
    return (
      name in this.spec.args ||
      this.spec.ro.includes(name) ||
      ALWAYS_KNOWN.has(name) ||
      this.rows().some((row) => name in row)
    )
  }

  /** Unknown names and impossible values are refused as RouterOS refuses them. */
  check(values: Row): Row {
    const checked: Row = {}
    for (const [name, value] of Object.entries(values)) {
      const spec = this.spec.args[name]
      if (spec === undefined) throw new UnknownParameter(name)
      checked[name] = canonicalValue(name, spec, value)
    }
    return checked
  }

  /** Appends a row (or puts it before another) and returns its `.id`. */
  insert(values: Row, before?: string): string {
    const id = `*${(this.#next++).toString(16).toUpperCase()}`
    const row = { '.id': id, ...this.#defaults(), ...values }
    const place =
      before === undefined ? -1 : this.#rows.findIndex((other) => other['.id'] === before)
    if (before !== undefined && place < 0) throw noSuchItem()
    if (place < 0) this.#rows.push(row)
    else this.#rows.splice(place, 0, row)
    return id
  }

  update(id: string | undefined, values: Row): void {
    const row =
      this.spec.kind === 'settings' ? this.#rows[0] : this.#rows.find((one) => one['.id'] === id)
    if (row === undefined) throw noSuchItem()
    Object.assign(row, values)
  }

  unset(id: string, name: string): void {
    const row = this.#rows.find((one) => one['.id'] === id)
    if (row === undefined) throw noSuchItem()
    delete row[name]
  }

  move(id: string, destination: string): void {
    const row = this.#rows.find((one) => one['.id'] === id)
    const target = this.#rows.find((one) => one['.id'] === destination)
    if (row === undefined || target === undefined) throw noSuchItem()
    this.#rows = this.#rows.filter((one) => one !== row)
    this.#rows.splice(this.#rows.indexOf(target), 0, row)
  }

  async remove(id: string): Promise<void> {
    if (this.#rows.some((row) => row['.id'] === id)) {
      this.#rows = this.#rows.filter((row) => row['.id'] !== id)
      return
    }
    const live = this.#live.find((one) => one.rows().some((row) => row['.id'] === id))
    if (live?.remove === undefined) throw noSuchItem()
    await live.remove(id)
  }

  /** The values of a fresh item, by the command reference; `none` and counters are left unset. */
  #defaults(): Row {
    const row: Row = {}
    for (const [name, spec] of Object.entries(this.spec.args)) {
      if (spec.d === undefined || name === 'name') continue
      try {
        row[name] = canonicalValue(name, spec, unquote(spec.d))
      } catch {
        // a default the manual words freely ("vendor specific"): nothing to store
      }
    }
    return row
  }
}
