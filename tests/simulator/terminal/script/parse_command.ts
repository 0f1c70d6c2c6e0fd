import { atLeast } from '../../menus/catalogue.js'
import { SHAPES, type Shape } from './command_shapes.js'
import type { Node, Place, Statement } from './ast.js'
import { parseMenuCall } from './parse_menu_call.js'
import { NamesInScope } from './names_in_scope.js'
import type { Parser } from './parser.js'

/** A command line from its first character. Throws ConsoleError. */
export function parseCommand(parser: Parser): Statement {
  const { reader } = parser
  const at = reader.place()
  if (reader.peek() === '$') return parseFunctionCall(parser, at)
  if (reader.accept(':')) {
    const start = reader.index
    const name = reader.match(/[A-Za-z0-9-]+/) ?? ''
    const shape = shapeOf(parser, name)
    if (shape === undefined)
      throw reader.error(name === '' ? 'expected command name' : `bad command name ${name}`, start)
    return parseGlobalCall(parser, name, shape, reader.place(start))
  }
  return parsePath(parser)
}

function shapeOf(parser: Parser, name: string): Shape | undefined {
  const shape = Object.hasOwn(SHAPES, name) ? SHAPES[name] : undefined
  return shape?.first === undefined || atLeast(shape.first, parser.menus.version)
    ? shape
    : undefined
}

/** Walks `/ip hotspot profile`, on version 7 also `/ip/hotspot/profile`, down to a command. */
function parsePath(parser: Parser): Statement {
  const { reader, menus } = parser
  const fromRoot = reader.accept('/')
  let menu = fromRoot ? '' : parser.menu
  for (let first = true; ; first = false) {
    if (!first && reader.peek() === '/') {
      if (menus.version.startsWith('6.')) throw reader.error('expected command name')
      reader.take()
    } else reader.skipBlanks()
    if (reader.atEndOfCommand) return { kind: 'enter', menu }
    const start = reader.index
    if (reader.accept('..')) {
      menu = menu.slice(0, Math.max(0, menu.lastIndexOf('/')))
      continue
    }
    const name = reader.match(/[A-Za-z0-9-]+/) ?? reader.match(/[^\s;"$[\](){}]+/)
    if (name === undefined) throw reader.error('expected command name', start)
    const at = reader.place(start)
    if (menus.has(`${menu}/${name}`) && !isGlobalAtRoot(parser, menu, name))
      menu = `${menu}/${name}`
    else {
      const shape = menu === '' ? shapeOf(parser, name) : undefined
      if (shape !== undefined) return parseGlobalCall(parser, name, shape, at)
      if (!menus.offers(menu, name)) throw reader.error(`bad command name ${name}`, start)
      return parseMenuCall(parser, menu, name, at)
    }
  }
}

/** `/log info …` is a menu's command; `:log info …` is the global one. */
const isGlobalAtRoot = (parser: Parser, menu: string, name: string) =>
  menu === '' && name !== 'log' && shapeOf(parser, name) !== undefined

interface Collected {
  unnamed: Node[]
  named: Record<string, Node>
}

function parseGlobalCall(parser: Parser, name: string, shape: Shape, at: Place): Statement {
  const { reader } = parser
  const outer = parser.names
  const collected: Collected = { unnamed: [], named: {} }
  const allowed = new Set([...(shape.named ?? []), ...(shape.blocks ?? [])])
  // a counter is visible in the loop's own block alone
  parser.names = outer.inner()
  for (;;) {
    reader.skipBlanks()
    if (reader.atEndOfCommand) break
    const start = reader.index
    const named = reader.match(/[a-z-]+(?==)/)
    if (named !== undefined && allowed.has(named)) {
      reader.take()
      reader.skipBlanks()
      collected.named[named] = namedValue(parser, name, named, shape)
    } else if (named !== undefined || collected.unnamed.length >= shape.unnamed) {
      throw reader.error('expected end of command', start)
    } else {
      const position = collected.unnamed.length
      const isBlock = (shape.blockAt ?? []).includes(position) && reader.peek() === '{'
      collected.unnamed.push(isBlock ? parser.block() : parser.value())
    }
    if (collected.unnamed.length === 1 || named === 'counter')
      declareCounters(parser, name, collected)
  }
  parser.names = outer
  const statement: Statement = { kind: 'global', name, at, ...collected }
  declareOrCheck(parser, statement)
  return statement
}

function namedValue(parser: Parser, command: string, named: string, shape: Shape): Node {
  if (!(shape.blocks ?? []).includes(named)) return parser.value()
  const isFunction = named === 'do' && ['global', 'local', 'set'].includes(command)
  if (parser.reader.peek() === '{')
    return parser.block(isFunction ? NamesInScope.function() : undefined)
  return parser.value()
}

function wordOf(node: Node | undefined): string | undefined {
  if (node?.kind === 'word') return node.text
  if (node?.kind === 'string' && node.parts.length === 1) return String(node.parts[0])
  return undefined
}

function declareCounters(parser: Parser, command: string, { unnamed, named }: Collected): void {
  if (!['for', 'foreach', 'onerror'].includes(command)) return
  for (const name of (wordOf(unnamed[0] ?? named['counter']) ?? '').split(','))
    parser.names.declare(name)
}

/** `:local` and `:global` make a name known from here on; `:set` needs one that is. */
function declareOrCheck(parser: Parser, call: Extract<Statement, { kind: 'global' }>): void {
  if (!['local', 'global', 'set'].includes(call.name)) return
  const target = call.unnamed[0] ?? call.named['name']
  const name = wordOf(target)
  if (call.name === 'set') {
    if (name !== undefined && !parser.names.knows(name))
      throw parser.reader.error('syntax error', parser.reader.index)
    return
  }
  if (name === undefined) throw parser.reader.error('syntax error')
  const plain = target?.kind === 'word'
  if (plain && !/^[A-Za-z0-9]+$/.test(name)) throw parser.reader.error('syntax error')
  parser.names.declare(name)
}

function parseFunctionCall(parser: Parser, at: Place): Statement {
  const { reader } = parser
  reader.take()
  const start = reader.index
  const name = reader.match(/[A-Za-z0-9]+/) ?? ''
  if (name === '' || !parser.names.knows(name)) throw reader.error('syntax error', start)
  const collected: Collected = { unnamed: [], named: {} }
  for (;;) {
    reader.skipBlanks()
    if (reader.atEndOfCommand) return { kind: 'call', name, at, ...collected }
    const named = reader.match(/[A-Za-z0-9-]+(?==)/)
    if (named === undefined) collected.unnamed.push(parser.value())
    else {
      reader.take()
      collected.named[named] = parser.value()
    }
  }
}
