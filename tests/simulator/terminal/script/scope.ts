import type { Menu, Row } from '../../menus/menu.js'
import { NIL, type Value } from './value.js'

/** Variables shared by all scripts of a router, `:global`. */
export type Globals = Map<string, Value>

/** The variables of one block while it runs. */
export class Scope {
  readonly #locals = new Map<string, Value>()
  readonly #globalNames = new Set<string>()

  constructor(
    readonly globals: Globals,
    private readonly outer?: Scope,
    /** The item a `where` or a command's `do` looks at. */
    readonly row: { menu: Menu; values: Row } | undefined = outer?.row
  ) {}

  inner(row?: { menu: Menu; values: Row }): Scope {
    return new Scope(this.globals, this, row ?? this.row)
  }

  declareLocal(name: string, value: Value): void {
    this.#locals.set(name, value)
  }

  /** Without a value the name only becomes visible. */
  declareGlobal(name: string, value?: Value): void {
    this.#globalNames.add(name)
    this.#locals.delete(name)
    if (value !== undefined) this.globals.set(name, value)
  }

  get(name: string): Value {
    const local = this.#locals.get(name)
    if (local !== undefined) return local
    if (this.#globalNames.has(name)) return this.globals.get(name) ?? NIL
    return this.outer?.get(name) ?? NIL
  }

  /** Whether the name was declared here or around here. */
  has(name: string): boolean {
    return this.#locals.has(name) || this.#globalNames.has(name) || (this.outer?.has(name) ?? false)
  }

  set(name: string, value: Value): void {
    if (this.#locals.has(name)) this.#locals.set(name, value)
    else if (this.#globalNames.has(name)) {
      if (value.type === 'nil') this.globals.delete(name)
      else this.globals.set(name, value)
    } else if (this.outer !== undefined) this.outer.set(name, value)
    else this.#locals.set(name, value)
  }

  get globalNames(): ReadonlySet<string> {
    return this.#globalNames
  }
}
