import { catalogueFor, type Catalogue } from './catalogue.js'
import { Menu, type Row } from './menu.js'
import { noSuchPrefix } from './router_trap.js'

export type SpecialCommand = (args: Row) => Promise<CommandOutcome> | CommandOutcome

/** The `!re` rows of a command and the `=ret=` of its `!done`. */
export interface CommandOutcome {
  rows: Row[]
  ret?: string
}

/** All menus of one router: the single source of truth about how it is configured. */
export class Menus {
  readonly catalogue: Catalogue
  readonly #menus = new Map<string, Menu>()
  readonly #special = new Map<string, SpecialCommand>()
  readonly #watchers = new Map<string, (() => Promise<void> | void)[]>()

  constructor(readonly version: string) {
    this.catalogue = catalogueFor(version)
    for (const [path, spec] of this.catalogue.menus) this.#menus.set(path, new Menu(path, spec))
  }

  /** Throws "no such command prefix" for a menu this router does not have. */
  menu(path: string): Menu {
    const menu = this.#menus.get(path)
    if (menu === undefined) throw noSuchPrefix()
    return menu
  }

  has(path: string): boolean {
    return this.#menus.has(path) || this.isGroup(path)
  }

  /** Whether deeper menus begin with this path. */
  isGroup(path: string): boolean {
    return [...this.#menus.keys()].some((one) => one.startsWith(`${path}/`))
  }

  paths(): string[] {
    return [...this.#menus.keys()]
  }

  rows(path: string): Row[] {
    return this.menu(path).rows()
  }

  settings(path: string): Row {
    return this.menu(path).settings()
  }

  /** Gives a command of the catalogue (`/ip/hotspot/active` `login`) its behaviour. */
  define(path: string, command: string, act: SpecialCommand): void {
    this.#special.set(`${path} ${command}`, act)
  }

  special(path: string, command: string): SpecialCommand | undefined {
    return this.#special.get(`${path} ${command}`)
  }

  /** Calls back after every change of a menu; the command answers once the callback is done. */
  watch(path: string, callback: () => Promise<void> | void): void {
    this.#watchers.set(path, [...(this.#watchers.get(path) ?? []), callback])
  }

  async changed(path: string): Promise<void> {
    for (const callback of this.#watchers.get(path) ?? []) await callback()
  }
}
