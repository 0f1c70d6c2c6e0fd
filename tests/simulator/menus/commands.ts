import type { Menu, Row } from './menu.js'
import type { CommandOutcome, Menus } from './menus.js'
import { matchesQuery } from './row_query.js'
import { checkRules } from './rules.js'
import {
  missingArgument,
  noSuchCommand,
  noSuchItem,
  noSuchPrefix,
  UnknownParameter,
} from './router_trap.js'

export interface Command {
  menu: string
  name: string
  args: Row
  /** The `?` words of the sentence. */
  query: readonly string[]
}

/** What no print shows, whatever the policy. */
const HIDDEN: Record<string, ReadonlySet<string>> = {
  '/user': new Set(['password']),
}
const ITEM_ARGUMENTS = new Set(['.id', 'numbers', 'number'])

function allowOnly(args: Row, names: Iterable<string>): void {
  const allowed = new Set(names)
  for (const name of Object.keys(args)) {
    if (!allowed.has(name) && name !== '.proplist') throw new UnknownParameter(name)
  }
}

/** The items a command names by `.id` or by name. Throws "no such item". */
function targets(menu: Menu, args: Row): string[] {
  const given = args['.id'] ?? args['numbers'] ?? args['number']
  if (given === undefined) throw missingArgument('.id')
  return given.split(',').map((one) => {
    const row = menu
      .rows()
      .find((item) => item['.id'] === one || (item['name'] === one && one !== ''))
    const id = row?.['.id']
    if (id === undefined) throw noSuchItem()
    return id
  })
}

function without(args: Row, names: ReadonlySet<string>): Row {
  return Object.fromEntries(Object.entries(args).filter(([name]) => !names.has(name)))
}

function project(row: Row, proplist: string | undefined): Row {
  if (proplist === undefined || proplist === '') return { ...row }
  const projected: Row = {}
  for (const name of proplist.split(',')) {
    const value = row[name]
    if (value !== undefined) projected[name] = value
  }
  return projected
}

/** Runs a command on the menus. Refusals are RouterTraps, in RouterOS's own words. */
export async function runCommand(menus: Menus, command: Command): Promise<CommandOutcome> {
  if (!menus.has(command.menu)) throw noSuchPrefix()
  if (!menus.paths().includes(command.menu)) throw noSuchCommand()
  const special = menus.special(command.menu, command.name)
  const menu = menus.menu(command.menu)
  if (!menu.spec.cmds.includes(command.name)) throw noSuchCommand()
  if (!['print', 'find', 'get'].includes(command.name)) menus.guardOf(command.menu)?.()
  if (special !== undefined) {
    const own = menu.spec.special[command.name] ?? []
    // commands without arguments of their own (`reset-counters`) still take items
    const items = own.length === 0 && menu.spec.kind === 'list' ? ITEM_ARGUMENTS : ['.id']
    allowOnly(command.args, [...own, ...items])
    return special(command.args)
  }
  const act = COMMANDS[command.name]
  if (act === undefined) throw noSuchCommand()
  return act(menus, menu, command)
}

type Act = (menus: Menus, menu: Menu, command: Command) => Promise<CommandOutcome> | CommandOutcome

async function change(menus: Menus, menu: Menu, args: Row, values: Row): Promise<CommandOutcome> {
  const ids = menu.spec.kind === 'settings' ? [undefined] : targets(menu, args)
  for (const id of ids) checkRules(menus, menu, values, id)
  for (const id of ids) menu.update(id, values)
  await menus.changed(menu.path)
  return { rows: [] }
}

const COMMANDS: Record<string, Act> = {
  print(menus, menu, { args, query }) {
    const flags = ['.id', 'detail', ...menus.catalogue.printArguments, ...menu.spec.print]
    allowOnly(args, flags)
    const wanted = args['.id']?.split(',')
    const rows = menu
      .rows()
      .filter((row) => wanted === undefined || wanted.includes(row['.id'] ?? ''))
      .filter((row) => matchesQuery(row, query))
      .map((row) => without(row, HIDDEN[menu.path] ?? new Set()))
    if ('count-only' in args) return { rows: [], ret: String(rows.length) }
    return {
      rows: rows.map((row) => project(row, args['.proplist'] ?? args['proplist'])),
    }
  },

  find(_menus, menu, { args, query }) {
    allowOnly(args, ['where'])
    const ids = menu.rows().filter((row) => matchesQuery(row, query))
    return { rows: [], ret: ids.map((row) => row['.id'] ?? '').join(';') }
  },

  get(_menus, menu, { args }) {
    allowOnly(args, [...ITEM_ARGUMENTS, 'value-name'])
    const id = menu.spec.kind === 'settings' ? undefined : targets(menu, args)[0]
    const row = id === undefined ? menu.settings() : (menu.find(id) ?? {})
    const name = args['value-name']
    return {
      rows: [],
      ret: name === undefined ? JSON.stringify(row) : (row[name] ?? ''),
    }
  },

  async add(menus, menu, { args }) {
    const placing = new Set(['copy-from', 'place-before'])
    if (!menu.spec.copyFrom && 'copy-from' in args) throw new UnknownParameter('copy-from')
    if (!menu.spec.placeBefore && 'place-before' in args) throw new UnknownParameter('place-before')
    const source =
      args['copy-from'] === undefined ? undefined : targets(menu, { '.id': args['copy-from'] })
    const copied = without(
      source ? (menu.find(source[0] ?? '') ?? {}) : {},
      new Set(['.id', 'default', 'dynamic'])
    )
    const values = { ...copied, ...menu.check(without(args, placing)) }
    for (const [name, spec] of Object.entries(menu.spec.args)) {
      if (spec.req === 1 && (values[name] ?? '') === '') throw missingArgument(name)
    }
    checkRules(menus, menu, values)
    const before = args['place-before']
    const place = before === undefined ? undefined : targets(menu, { '.id': before })[0]
    const id = menu.insert(values, place)
    await menus.changed(menu.path)
    return { rows: [], ret: id }
  },

  set: (menus, menu, { args }) => {
    if (menu.spec.kind !== 'settings') targets(menu, args)
    const own = menu.spec.kind === 'settings' ? new Set<string>() : ITEM_ARGUMENTS
    return change(menus, menu, args, menu.check(without(args, own)))
  },

  async remove(menus, menu, { args }) {
    allowOnly(args, ITEM_ARGUMENTS)
    for (const id of targets(menu, args)) await menu.remove(id)
    await menus.changed(menu.path)
    return { rows: [] }
  },

  enable: (menus, menu, { args }) => {
    allowOnly(args, ITEM_ARGUMENTS)
    return change(menus, menu, args, { disabled: 'false' })
  },

  disable: (menus, menu, { args }) => {
    allowOnly(args, ITEM_ARGUMENTS)
    return change(menus, menu, args, { disabled: 'true' })
  },

  comment: (menus, menu, { args }) => {
    allowOnly(args, [...ITEM_ARGUMENTS, 'comment'])
    return change(menus, menu, args, { comment: args['comment'] ?? '' })
  },

  async unset(menus, menu, { args }) {
    allowOnly(args, [...ITEM_ARGUMENTS, 'value-name'])
    const name = args['value-name'] ?? ''
    if (menu.spec.args[name] === undefined) throw new UnknownParameter(name)
    for (const id of targets(menu, args)) menu.unset(id, name)
    await menus.changed(menu.path)
    return { rows: [] }
  },

  async move(menus, menu, { args }) {
    allowOnly(args, [...ITEM_ARGUMENTS, 'destination'])
    const destination = targets(menu, { '.id': args['destination'] ?? '' })[0] ?? ''
    for (const id of targets(menu, args)) menu.move(id, destination)
    await menus.changed(menu.path)
    return { rows: [] }
  },
}
