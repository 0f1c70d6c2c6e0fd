import { authorise } from '../../api/policies.js'
import { runCommand } from '../../menus/commands.js'
import type { Menu, Row } from '../../menus/menu.js'
import { RouterTrap, UnknownParameter } from '../../menus/router_trap.js'
import { ConsoleError } from '../console_error.js'
import { printRows } from '../printer.js'
import type { MenuCall, Node } from './ast.js'
import { MENU_UNNAMED } from './command_shapes.js'
import { itemsOf, selected } from './items.js'
import type { Interpreter } from './interpreter.js'
import type { Scope } from './scope.js'
import { rowValue, typedValue } from './typed_values.js'
import { array, id, NIL, number, text, toArgument, type Value } from './value.js'

const SILENT = new Set(['set', 'remove', 'enable', 'disable', 'comment', 'unset', 'move', 'reset'])

/** Evaluated arguments; a word without quotes keeps its spelling. */
async function argumentsOf(
  interpreter: Interpreter,
  call: MenuCall,
  scope: Scope
): Promise<Map<string, Value>> {
  const values = new Map<string, Value>()
  const read = (node: Node) =>
    node.kind === 'word' ? Promise.resolve(text(node.text)) : interpreter.evaluate(node, scope)
  const isList = interpreter.host.menus.isList(call.menu)
  const order = (MENU_UNNAMED[call.command] ?? []).filter((name) => isList || name !== 'numbers')
  for (const [index, node] of call.unnamed.entries())
    values.set(order[index] ?? '', await read(node))
  for (const [name, node] of Object.entries(call.named)) {
    if (name !== 'do')
      values.set(
        name === '.id' || name === 'number' ? itemName(call, name) : name,
        await read(node)
      )
  }
  return values
}

const itemName = (call: MenuCall, name: string) => (call.command === 'run' ? name : 'numbers')

/** Runs one menu command of a script. Throws ConsoleError. */
export async function callMenu(
  interpreter: Interpreter,
  call: MenuCall,
  scope: Scope,
  used: boolean
): Promise<Value> {
  const { menus } = interpreter.host
  const menu = menus.menu(call.menu)
  const values = await argumentsOf(interpreter, call, scope)
  permit(interpreter, call, values)
  if (call.command === 'find')
    return array(
      (await selected(interpreter, menu, call.where, scope)).map((row) => id(row['.id'] ?? ''))
    )
  if (call.command === 'print') return print(interpreter, menu, call, values, scope, used)

  const args: Row = {}
  const numbers = values.get('numbers')
  if (numbers !== undefined) {
    const items = itemsOf(menu, numbers, interpreter.interactive)
    if (items.length === 0 && call.command !== 'get') return NIL
    if (items.length === 0) throw new ConsoleError('no such item')
    args['numbers'] = items.join(',')
  }
  for (const [name, value] of values) {
    const names = name === 'place-before' || name === 'destination' || name === 'copy-from'
    if (name === 'numbers') continue
    args[name] = names ? single(itemsOf(menu, value, interpreter.interactive)) : toArgument(value)
  }
  if (call.command === 'get') return get(menu, args)
  for (const flag of call.flags) if (flag !== 'as-value') args[flag] = ''
  if (call.unset.length > 0) await unset(interpreter, call, args)
  const outcome = await dispatch(interpreter, call, args)
  return result(interpreter, menu, call, outcome, scope, used)
}

function single(items: readonly string[]): string {
  const [one, another] = items
  if (one === undefined || another !== undefined) throw new ConsoleError('no such item')
  return one
}

function get(menu: Menu, args: Row): Value {
  const row = menu.spec.kind === 'settings' ? menu.settings() : menu.find(args['numbers'] ?? '')
  if (menu.spec.kind !== 'settings' && args['numbers'] === undefined)
    throw new ConsoleError('missing value(s) of argument(s) number')
  if (row === undefined) throw new ConsoleError('no such item')
  const name = args['value-name']
  if (name === undefined) return rowValue(menu, row)
  if (!menu.hasProperty(name))
    throw new ConsoleError('input does not match any value of value-name')
  return typedValue(menu, name, row[name])
}

async function print(
  interpreter: Interpreter,
  menu: Menu,
  call: MenuCall,
  values: ReadonlyMap<string, Value>,
  scope: Scope,
  used: boolean
): Promise<Value> {
  const from = values.get('from')
  const wanted = from === undefined ? undefined : itemsOf(menu, from, interpreter.interactive)
  const rows = (await selected(interpreter, menu, call.where, scope)).filter(
    (row) => wanted === undefined || wanted.includes(row['.id'] ?? '')
  )
  if (call.flags.includes('count-only') && used) return number(rows.length)
  if (call.flags.includes('as-value')) {
    const shown = rows.map((row) => rowValue(menu, visible(menu, row)))
    return menu.spec.kind === 'settings' ? (shown[0] ?? NIL) : array(shown)
  }
  const flags = Object.fromEntries(call.flags.map((flag) => [flag, '']))
  interpreter.say(printRows(menu, rows, flags))
  return NIL
}

const visible = (menu: Menu, row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).filter(([name]) => menu.path !== '/user' || name !== 'password')
  )

/** `set … !name` puts a property back to unset. */
async function unset(interpreter: Interpreter, call: MenuCall, args: Row): Promise<void> {
  for (const name of call.unset) {
    const menu = interpreter.host.menus.menu(call.menu)
    if (menu.spec.args[name] === undefined)
      throw new ConsoleError('expected end of command', call.at)
    for (const item of (args['numbers'] ?? '').split(',')) menu.unset(item, name)
  }
}

/** A script does no more than its policies say. */
function permit(
  { policies }: Interpreter,
  call: MenuCall,
  values: ReadonlyMap<string, Value>
): void {
  if (policies === undefined) return
  const args = Object.fromEntries([...values].map(([name, value]) => [name, toArgument(value)]))
  try {
    authorise({ name: 'script', policies }, call.menu, call.command, args)
  } catch (error) {
    throw error instanceof RouterTrap ? new ConsoleError(error.message) : error
  }
}

type Outcome = Awaited<ReturnType<typeof runCommand>>

/** The console words some refusals differently from the API. */
async function dispatch({ host }: Interpreter, call: MenuCall, args: Row): Promise<Outcome> {
  try {
    return await runCommand(host.menus, { menu: call.menu, name: call.command, args, query: [] })
  } catch (error) {
    if (error instanceof UnknownParameter)
      throw new ConsoleError('expected end of command', call.places[error.parameter] ?? call.at)
    if (!(error instanceof RouterTrap)) throw error
    const missing = /^missing =(.+)=$/.exec(error.message)?.[1]
    if (missing !== undefined)
      throw new ConsoleError(`missing value(s) of argument(s) ${missing.replace('.id', 'numbers')}`)
    throw new ConsoleError(error.message.replace(/^no such item \(4\)$/, 'no such item'))
  }
}

async function result(
  interpreter: Interpreter,
  menu: Menu,
  call: MenuCall,
  outcome: Outcome,
  scope: Scope,
  used: boolean
): Promise<Value> {
  if (call.command === 'add') return outcome.ret === undefined ? NIL : id(outcome.ret)
  if (SILENT.has(call.command)) return NIL
  const body = call.named['do']
  if (body?.kind === 'block') {
    for (const values of outcome.rows)
      await interpreter.runAll(body.body, scope.inner({ menu, values }))
    return NIL
  }
  const first = outcome.rows[0]
  if (call.flags.includes('as-value')) return first === undefined ? NIL : rowValue(menu, first)
  if (outcome.ret !== undefined && used) return text(outcome.ret)
  for (const row of outcome.rows) {
    const lines = Object.entries(row).map(([name, value]) => `  ${name}: ${value}`)
    interpreter.say(lines.join('\n'))
  }
  if (outcome.ret !== undefined) interpreter.say(outcome.ret)
  return NIL
}
