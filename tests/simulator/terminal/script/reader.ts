import { ConsoleError } from '../console_error.js'
import type { Place } from './ast.js'

const WORD = /[A-Za-z0-9_.-]/

/** Walks the text of a script, keeping line and column. */
export class Reader {
  #index = 0

  constructor(
    readonly text: string,
    /** The line that the text begins on. */
    private readonly firstLine = 1
  ) {}

  get index(): number {
    return this.#index
  }

  get atEnd(): boolean {
    return this.#index >= this.text.length
  }

  peek(ahead = 0): string {
    return this.text.charAt(this.#index + ahead)
  }

  take(): string {
    return this.text.charAt(this.#index++)
  }

  /** Takes these characters if they come next. */
  accept(characters: string): boolean {
    if (!this.text.startsWith(characters, this.#index)) return false
    this.#index += characters.length
    return true
  }

  /** What a sticky pattern matches here, taken. */
  match(pattern: RegExp): string | undefined {
    const sticky = new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, '')}y`)
    sticky.lastIndex = this.#index
    const found = sticky.exec(this.text)?.[0]
    if (found !== undefined) this.#index += found.length
    return found
  }

  /** Whether a pattern matches here, without taking anything. */
  looksAt(pattern: RegExp): boolean {
    const sticky = new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, '')}y`)
    sticky.lastIndex = this.#index
    return sticky.test(this.text)
  }

  back(index: number): void {
    this.#index = index
  }

  place(index = this.#index): Place {
    const before = this.text.slice(0, index)
    const line = before.split('\n').length - 1 + this.firstLine
    return { line, column: index - (before.lastIndexOf('\n') + 1) + 1 }
  }

  /** A refusal of what stands here. */
  error(message: string, index = this.#index): ConsoleError {
    return new ConsoleError(message, this.place(index))
  }

  /** Blanks and line joins within one command. A comment cannot follow a joining backslash. */
  skipBlanks(): void {
    for (;;) {
      if (this.match(/[ \t]+/) !== undefined) continue
      if (this.match(/\\[ \t]*\n/) !== undefined) continue
      return
    }
  }

  /** Blanks, line ends, `;` and comments between commands. */
  skipBetween(): void {
    for (;;) {
      this.skipBlanks()
      if (this.match(/[\n;]+/) !== undefined) continue
      if (this.peek() === '#') this.match(/#[^\n]*/)
      else return
    }
  }

  /** Whether the command ends here: line end, `;`, a comment or a closing bracket. */
  get atEndOfCommand(): boolean {
    return this.atEnd || /[\n;#\])}]/.test(this.peek())
  }

  word(): string {
    let word = ''
    while (WORD.test(this.peek())) word += this.take()
    return word
  }
}

/** Line ends of every kind become one newline. */
export function normalise(script: string): string {
  return script.replaceAll('\r\n', '\n').replaceAll('\r', '\n')
}

/** The end of the command that begins at an index: its newline or `;`, outside quotes and brackets. */
export function endOfCommand(script: string, from: number): number {
  let quoted = false
  let depth = 0
  for (let index = from; index < script.length; index++) {
    const character = script.charAt(index)
    if (character === '\\') index++
    else if (character === '"') quoted = !quoted
    else if (quoted) continue
    else if (character === '#' && /^$|[\s;{]/.test(script.charAt(index - 1))) {
      const end = script.indexOf('\n', index)
      index = (end < 0 ? script.length : end) - 1
    } else if (/[[{(]/.test(character)) depth++
    else if (/[\]})]/.test(character)) depth--
    else if ((character === '\n' || character === ';') && depth <= 0) return index
  }
  return script.length
}
