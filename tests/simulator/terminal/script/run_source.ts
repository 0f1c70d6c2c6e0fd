import { ConsoleError } from '../console_error.js'
import { atLeast } from '../../menus/catalogue.js'
import type { Statement } from './ast.js'
import { Interpreter, type ScriptHost } from './interpreter.js'
import { NamesInScope } from './names_in_scope.js'
import { Parser } from './parser.js'
import { endOfCommand, normalise, Reader } from './reader.js'
import { Scope } from './scope.js'

/** A whole script read at once, as `/system script run` and `:parse` read it. Throws ConsoleError. */
export function parseSource(host: ScriptHost, source: string): Statement[] {
  const parser = new Parser(new Reader(normalise(source)), host.menus, '', NamesInScope.function())
  const statements: Statement[] = []
  for (;;) {
    const statement = parser.next()
    if (statement === undefined) return statements
    if (statement.kind === 'enter') parser.menu = statement.menu
    else statements.push(statement)
  }
}

/** One command of a text with where it stands. */
export interface Chunk {
  readonly text: string
  readonly line: number
  /** Whether a line ended before it: locals of one line are unknown on the next. */
  readonly newLine: boolean
}

/** Parts a text at the line ends and semicolons outside brackets. */
export function* chunksOf(source: string): Generator<Chunk> {
  const all = normalise(source)
  let line = 1
  let newLine = true
  for (let start = 0; start < all.length;) {
    const end = endOfCommand(all, start)
    const chunk = all.slice(start, end)
    if (chunk.trim() !== '') yield { text: chunk, line, newLine }
    newLine = all.charAt(end) !== ';'
    line += [...all.slice(start, end + 1)].filter((one) => one === '\n').length
    start = end + 1
  }
}

/** What one line after the other shares: the menu, and the globals named so far. */
export class Session {
  menu = ''
  readonly #globals = new Set<string>()
  #scope: Scope
  #names = NamesInScope.root()

  constructor(private readonly interpreter: Interpreter) {
    this.#scope = new Scope(interpreter.host.globals)
  }

  /** Reads and runs one command. Throws ConsoleError. */
  async run(chunk: Chunk, firstLine: number): Promise<void> {
    const { host } = this.interpreter
    if (chunk.newLine) this.#begin()
    const parser = new Parser(new Reader(chunk.text, firstLine), host.menus, this.menu, this.#names)
    const statement = parser.next()
    if (statement === undefined) return
    if (statement.kind === 'enter') this.menu = statement.menu
    else await this.interpreter.run(statement, this.#scope)
    for (const name of this.#scope.globalNames) this.#globals.add(name)
  }

  #begin(): void {
    this.#names = NamesInScope.root(this.#globals)
    this.#scope = new Scope(this.interpreter.host.globals)
    for (const name of this.#globals) this.#scope.declareGlobal(name)
  }
}

/** `/import`: line by line, up to the first error, which ends it. Throws ConsoleError. */
export async function importFile(outer: Interpreter, name: string): Promise<void> {
  const { host } = outer
  const file = host.menus.rows('/file').find((row) => row['name'] === name)
  if (file === undefined) throw new ConsoleError('no such item')
  const interpreter = new Interpreter(host, false)
  const session = new Session(interpreter)
  try {
    for (const chunk of chunksOf(file['contents'] ?? '')) await session.run(chunk, chunk.line)
  } catch (error) {
    if (!(error instanceof ConsoleError)) throw error
    outer.output.push(...interpreter.output)
    throw scriptError(error, host.menus.version)
  }
  outer.output.push(...interpreter.output, 'Script file loaded and executed successfully')
}

/** Version 7 says that the script failed, and recent ones where. */
function scriptError(error: ConsoleError, version: string): ConsoleError {
  if (version.startsWith('6.')) return error
  const where = error.origin !== undefined && atLeast('7.18', version) ? ` (${error.origin})` : ''
  const failed = new ConsoleError(
    `Script Error: ${error.message.replace(/^Script Error: /, '')}${where}`
  )
  return failed
}
