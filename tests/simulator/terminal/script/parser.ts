import type { Menus } from '../../menus/menus.js'
import type { ConsoleError } from '../console_error.js'
import type { Block, Node, Statement } from './ast.js'
import type { NamesInScope } from './names_in_scope.js'
import { parseCommand } from './parse_command.js'
import { parseExpression } from './parse_expression.js'
import { parseArray, parseBareWord, parseDollar, parseString } from './parse_values.js'
import type { Reader } from './reader.js'

/**
 * Reads commands as RouterOS does: menus, command names, argument names and
 * variables are checked while reading, so that a block with one command the
 * router does not know is refused whole (MikroTik, Scripting).
 */
export class Parser {
  /** The menu whose items a `where` looks at. */
  whereMenu: string | undefined
  #depth = 0

  constructor(
    readonly reader: Reader,
    readonly menus: Menus,
    /** The menu that commands without a leading `/` start from. */
    public menu: string,
    public names: NamesInScope
  ) {}

  get insideParentheses(): boolean {
    return this.#depth > 0
  }

  isProperty(name: string): boolean {
    if (this.whereMenu === undefined) return false
    const menu = this.menus.menu(this.whereMenu)
    return menu.hasProperty(name)
  }

  /** The next command, or undefined at the end of the text. Throws ConsoleError. */
  next(): Statement | undefined {
    this.reader.skipBetween()
    if (this.reader.atEnd) return undefined
    const statement = this.statement()
    this.reader.skipBlanks()
    if (!this.reader.atEnd && !/[\n;#]/.test(this.reader.peek())) throw this.unexpected()
    return statement
  }

  statement(): Statement {
    const { reader } = this
    if (reader.peek() === '{') return this.block()
    if (reader.peek() === '[') return { kind: 'expression', node: this.bracket() }
    if (reader.peek() === '(') return { kind: 'expression', node: this.parenthesis() }
    return parseCommand(this)
  }

  /** What is said of something that cannot stand here. */
  unexpected(): ConsoleError {
    return this.reader.error(
      /["'([{]/.test(this.reader.peek()) ? 'syntax error' : 'expected end of command'
    )
  }

  /** `{ … }`, a scope of its own. */
  block(names = this.names.inner(), properties?: undefined): Block {
    const { reader } = this
    const opening = reader.index
    reader.take()
    const outer = { names: this.names, menu: this.menu, where: this.whereMenu, depth: this.#depth }
    this.names = names
    this.whereMenu = properties
    this.#depth = 0
    const body: Statement[] = []
    for (;;) {
      reader.skipBetween()
      if (reader.accept('}')) break
      if (reader.atEnd) throw reader.error('syntax error', Math.max(opening, reader.index))
      const statement = this.statement()
      if (statement.kind === 'enter') this.menu = statement.menu
      else body.push(statement)
      reader.skipBlanks()
      if (!reader.atEndOfCommand || /[\])]/.test(reader.peek())) throw this.unexpected()
    }
    this.names = outer.names
    this.menu = outer.menu
    this.whereMenu = outer.where
    this.#depth = outer.depth
    return { kind: 'block', body }
  }

  /** `[ … ]`, one command whose value is used. `from` is the menu a bare `find` belongs to. */
  bracket(from = this.menu): Node {
    const { reader } = this
    reader.take()
    const outer = { menu: this.menu, where: this.whereMenu, depth: this.#depth }
    this.menu = from
    this.whereMenu = undefined
    this.#depth = 0
    reader.match(/\s+/)
    const statement = this.statement()
    reader.match(/[\s;]+/)
    if (!reader.accept(']')) throw this.unexpected()
    this.menu = outer.menu
    this.whereMenu = outer.where
    this.#depth = outer.depth
    return { kind: 'command', statement }
  }

  /** `( … )`. */
  parenthesis(): Node {
    const { reader } = this
    reader.take()
    this.#depth++
    reader.match(/\s+/)
    const node = parseExpression(this)
    reader.match(/\s+/)
    if (!reader.accept(')')) throw reader.error('syntax error')
    this.#depth--
    return node
  }

  expression(): Node {
    return parseExpression(this)
  }

  /** The value of an argument. Inside it, a bare `find` belongs to the menu of the command. */
  value(menu = this.menu): Node {
    const next = this.reader.peek()
    if (next === '"') return this.#whole(parseString(this))
    if (next === '$') return this.#whole(parseDollar(this))
    if (next === '[') return this.bracket(menu)
    if (next === '(') return this.parenthesis()
    if (next === '{') return parseArray(this)
    return this.#whole(parseBareWord(this))
  }

  /** Values do not join without an operator: `name=a$b` is refused. */
  #whole(node: Node): Node {
    if (/["$[({]/.test(this.reader.peek())) throw this.unexpected()
    return node
  }
}
