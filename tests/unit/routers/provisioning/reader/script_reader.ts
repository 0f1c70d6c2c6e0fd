import { Cursor } from './cursor.js'
import { readString } from './literal.js'

/** A value as it stands in the text; what is computed has no text. */
export type Value = { text: string; quoted: boolean } | { computed: true }

export interface Argument {
  /** Empty for a value without a name. */
  name: string
  operator: '' | '=' | '~' | '!='
  value: Value
}

/** One command of the script, wherever it is nested. */
export interface Command {
  /** The words of a menu command, or one word with a colon. */
  words: string[]
  args: Argument[]
  /** For commands without a path: those of the menu command around it. */
  around: string[]
  line: number
}

const GLOBAL = /:[a-z]+/
const NAME = /[a-z0-9][a-z0-9-]*/i
const END = /[;\n]/

/**
 * Reads a RouterOS script by the manual's grammar (Scripting: line structure,
 * scopes, operators), written without a look at what writes the scripts. Finds
 * every command, and every variable that is used before it is declared.
 */
export class ScriptReader {
  readonly commands: Command[] = []
  readonly #scopes: Set<string>[] = [new Set()]

  static read(text: string): Command[] {
    const reader = new ScriptReader()
    const cursor = new Cursor(text)
    reader.#statements(cursor, '')
    if (cursor.at < text.length) cursor.fail('something is left')
    return reader.commands
  }

  #statements(cursor: Cursor, closing: string): void {
    for (;;) {
      cursor.take(/(?:\s|;|#[^\n]*\n?)+/)
      if (cursor.at >= cursor.text.length || (closing && cursor.char === closing)) return
      this.#command(cursor, [])
    }
  }

  #block(cursor: Cursor): void {
    cursor.expect('{')
    this.#scopes.push(new Set())
    this.#statements(cursor, '}')
    this.#scopes.pop()
    cursor.expect('}')
  }

  #command(cursor: Cursor, around: string[]): void {
    const line = cursor.text.slice(0, cursor.at).split('\n').length
    const command: Command = { words: this.#words(cursor), args: [], around, line }
    this.commands.push(command)
    const [first = ''] = command.words
    const context = first.startsWith('/') ? command.words : around

    if (first === ':local' || first === ':global' || first === ':foreach') this.#declare(cursor)
    if (first === ':set') this.#used(cursor, cursor.take(/\s*[A-Za-z0-9]+/)?.trim() ?? '')
    for (;;) {
      cursor.take(/[ \t]+|\\\n\s*/)
      if (cursor.at >= cursor.text.length || END.test(cursor.char)) return
      if ('])}'.includes(cursor.char)) return
      command.args.push(this.#argument(cursor, context))
    }
  }

  #words(cursor: Cursor): string[] {
    const global = cursor.take(GLOBAL)
    if (global !== undefined) return [global]
    if (cursor.char === '[') return []
    const words = [cursor.take(/\/[a-z0-9-]+/) ?? cursor.take(NAME) ?? cursor.fail('no command')]
    for (;;) {
      const before = cursor.at
      cursor.take(/[ \t/]+/)
      const word = cursor.take(NAME)
      if (word === undefined || /[=~!"]/.test(cursor.char)) {
        cursor.at = before
        return words
      }
      words.push(word)
    }
  }

  #declare(cursor: Cursor): void {
    cursor.take(/[ \t]+/)
    const name = cursor.take(/[A-Za-z][A-Za-z0-9]*/) ?? cursor.fail('no variable')
    this.#scopes.at(-1)?.add(name)
  }

  #used(cursor: Cursor, name: string): void {
    if (!this.#scopes.some((scope) => scope.has(name))) cursor.fail(`${name} is not declared`)
  }

  #argument(cursor: Cursor, context: string[]): Argument {
    const before = cursor.at
    const name = cursor.take(NAME)
    const operator = name === undefined ? undefined : cursor.take(/!=|=|~/)
    if (name === undefined || operator === undefined) {
      cursor.at = before
      return { name: '', operator: '', value: this.#value(cursor, context) }
    }
    const isOperator = operator === '=' || operator === '~' || operator === '!='
    return {
      name,
      operator: isOperator ? operator : '',
      value: this.#value(cursor, context),
    }
  }

  #value(cursor: Cursor, context: string[]): Value {
    if (cursor.char === '"') return { text: readString(cursor), quoted: true }
    if (cursor.char === '[') this.#substitution(cursor, context)
    else if (cursor.char === '(') this.#parentheses(cursor, context)
    else if (cursor.char === '{') this.#block(cursor)
    else if (cursor.take(/\$/) !== undefined) {
      this.#used(cursor, cursor.take(/[A-Za-z0-9]+/) ?? cursor.fail('no variable'))
    } else {
      const text = cursor.take(/[^\s;[\](){}"$]+/)
      return text === undefined ? cursor.fail('no value') : { text, quoted: false }
    }
    return { computed: true }
  }

  #substitution(cursor: Cursor, context: string[]): void {
    cursor.expect('[')
    cursor.take(/\s+/)
    if (cursor.char === '[') this.#substitution(cursor, context)
    else this.#command(cursor, context)
    cursor.expect(']')
  }

  /** An expression: values with operators between. */
  #parentheses(cursor: Cursor, context: string[]): void {
    cursor.expect('(')
    for (;;) {
      cursor.take(/\s+/)
      if (cursor.take(/\)/) !== undefined) return
      if (cursor.take(/->|&&|\|\||<<|>>|!=|<=|>=|[-.,=<>~!+*/&|^%]|in(?=\s)/) === undefined) {
        this.#value(cursor, context)
      }
    }
  }
}
