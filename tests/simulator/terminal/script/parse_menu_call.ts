import type { Node, Place, Statement } from './ast.js'
import { FLAGS, MENU_UNNAMED } from './command_shapes.js'
import { parseBareWord } from './parse_values.js'
import type { Parser } from './parser.js'

/** Arguments whose braces hold a script kept as text. */
const SCRIPTS = new Set(['source', 'on-event', 'on-login', 'on-logout', 'lease-script', 'script'])
/** Commands that take conditions after `where`; `find` takes them at once. */
const SELECTING = new Set(['print', 'find', 'count'])

/** A menu's command and its arguments; unknown ones are refused here. Throws ConsoleError. */
export function parseMenuCall(parser: Parser, menu: string, command: string, at: Place): Statement {
  const { reader, menus } = parser
  const allowed = menus.argumentsOf(menu, command)
  const flags = new Set([...(FLAGS[command] ?? []), ...menus.flagsOf(menu, command)])
  const room =
    menus.isList(menu) || command === 'fetch'
      ? MENU_UNNAMED[command]
      : MENU_UNNAMED[command]?.filter((name) => name !== 'numbers')
  const call = {
    unnamed: [] as Node[],
    named: {} as Record<string, Node>,
    places: {} as Record<string, Place>,
    flags: [] as string[],
    unset: [] as string[],
  }
  let where: Node | undefined
  for (;;) {
    reader.skipBlanks()
    if (reader.atEndOfCommand) break
    const start = reader.index
    const place = reader.place()
    if (command === 'find' || (SELECTING.has(command) && reader.looksAt(/where(?![A-Za-z0-9-])/))) {
      reader.match(/where(?![A-Za-z0-9-])/)
      where = parseConditions(parser, menu)
      break
    }
    const unset = reader.match(/![a-z0-9-]+(?=[\s;\]}]|$)/)
    const name = unset === undefined ? reader.match(/[A-Za-z0-9.-]+(?==)/) : undefined
    const flag =
      name === undefined && unset === undefined ? reader.match(/[a-z-]+(?=[\s;\]})]|$)/) : undefined
    if (unset !== undefined && command === 'set') call.unset.push(unset.slice(1))
    else if (name !== undefined) {
      if (!allowed.has(name) && name !== 'do') throw reader.error('expected end of command', start)
      reader.take()
      call.places[name] = place
      call.named[name] = namedValue(parser, menu, name)
    } else if (flag !== undefined && flags.has(flag)) call.flags.push(flag)
    else {
      reader.back(start)
      if (call.unnamed.length >= (room ?? []).length)
        throw reader.error('expected end of command', start)
      call.unnamed.push(parser.value(menu))
    }
  }
  return { kind: 'menu', menu, command, at, where, ...call }
}

function namedValue(parser: Parser, menu: string, name: string): Node {
  const { reader } = parser
  if (/[ \t\n;\])}]|^$/.test(reader.peek())) {
    // `name=` may be followed by its value after a blank, or be empty
    reader.skipBlanks()
    if (reader.atEndOfCommand || reader.looksAt(/!?[a-z-]+(=|\s|$)/))
      return { kind: 'string', parts: [''] }
  }
  if (name === 'do' && reader.peek() === '{') return parser.block(parser.names.withProperties())
  if (SCRIPTS.has(name) && reader.peek() === '{') return scriptText(parser)
  if (/[^"$[({]/.test(reader.peek())) {
    const word = parseBareWord(parser)
    // a word goes on through parentheses nowhere: `regexp=^(a|b)` needs quotes
    if (/["$[({]/.test(reader.peek())) throw parser.unexpected()
    return word
  }
  return parser.value(menu)
}

/** `source={ … }`: the text between the braces. */
function scriptText(parser: Parser): Node {
  const { reader } = parser
  const start = reader.index
  let depth = 0
  let quoted = false
  do {
    if (reader.atEnd) throw reader.error('syntax error')
    const character = reader.take()
    if (character === '\\') reader.take()
    else if (character === '"') quoted = !quoted
    else if (!quoted && character === '{') depth++
    else if (!quoted && character === '}') depth--
  } while (depth > 0)
  return { kind: 'string', parts: [reader.text.slice(start + 1, reader.index - 1)] }
}

/** Conditions side by side must all hold. */
function parseConditions(parser: Parser, menu: string): Node | undefined {
  const { reader } = parser
  const outer = parser.whereMenu
  parser.whereMenu = menu
  let all: Node | undefined
  for (;;) {
    reader.skipBlanks()
    if (reader.atEndOfCommand) break
    const one = parser.expression()
    all = all === undefined ? one : { kind: 'binary', operator: '&&', left: all, right: one }
  }
  parser.whereMenu = outer
  return all
}
