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
  /** Whether the device's mode leaves a feature on. */
  allows: (feature: string) => boolean = () => true
  readonly #guards = new Map<string, () => void>()
  readonly #watchers = new Map<string, (() => Promise<void> | void)[]>()

  constructor(
    readonly version: string,
    missingPackages: readonly string[] = []
  ) {
    this.catalogue = catalogueFor(version, missingPackages)
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

  isList(path: string): boolean {
    return this.#menus.get(path)?.spec.kind === 'list'
  }

  /** Whether the menu has this command. */
  offers(path: string, command: string): boolean {
    return this.#menus.get(path)?.spec.cmds.includes(command) ?? false
  }

  /** Names that may stand before `=` on a command line. */
  argumentsOf(path: string, command: string): ReadonlySet<string> {
    const { spec } = this.menu(path)
    const items = spec.kind === 'list' ? ['numbers', '.id'] : []
    const own = spec.special[command]
    if (own !== undefined) return new Set([...own, ...items])
    const all = Object.keys(spec.args)
    switch (command) {
      case 'add':
        return new Set([
          ...all,
          ...(spec.copyFrom ? ['copy-from'] : []),
          ...(spec.placeBefore ? ['place-before'] : []),
        ])
      case 'set':
        return new Set([...all, ...items])
      case 'print':
        return new Set([...this.catalogue.printArguments, ...spec.print])
      case 'get':
        return new Set([...items, 'number', 'value-name'])
      case 'comment':
        return new Set([...items, 'comment'])
      case 'unset':
      case 'reset':
        return new Set([...items, 'value-name'])
      case 'move':
        return new Set([...items, 'destination'])
      default:
        return new Set(items)
    }
  }

  /** Words that may stand alone on a command line. */
  flagsOf(path: string, command: string): readonly string[] {
    const { spec } = this.menu(path)
    if (command === 'print') return [...this.catalogue.printArguments, ...spec.print]
    return (spec.special[command] ?? []).includes('once') ? ['once', 'as-value'] : []
  }

  /** Gives a command of the catalogue (`/ip/hotspot/active` `login`) its behaviour. */
  define(path: string, command: string, act: SpecialCommand): void {
    this.#special.set(`${path} ${command}`, act)
  }

  special(path: string, command: string): SpecialCommand | undefined {
    return this.#special.get(`${path} ${command}`)
  }

  /** Lets a refusal be thrown before any command but a reading one runs on the menu. */
  guard(path: string, check: () => void): void {
    this.#guards.set(path, check)
  }

  guardOf(path: string): (() => void) | undefined {
    return this.#guards.get(path)
  }

  /** Calls back after every change of a menu; the command answers once the callback is done. */
  watch(path: string, callback: () => Promise<void> | void): void {
    this.#watchers.set(path, [...(this.#watchers.get(path) ?? []), callback])
  }

  async changed(path: string): Promise<void> {
    for (const callback of this.#watchers.get(path) ?? []) await callback()
  }
}
