import type { Menus } from '../menus/menus.js'
import { RouterTrap } from '../menus/router_trap.js'
import { NameTable } from '../names.js'
import { ConsoleError } from './console_error.js'
import { Interpreter, ReturnSignal, type ScriptHost } from './script/interpreter.js'
import { chunksOf, importFile, parseSource, Session } from './script/run_source.js'
import { Scope } from './script/scope.js'

export interface TerminalReply {
  /** The statement as it was typed. */
  readonly input: string
  readonly output: string
  readonly failed: boolean
}

/** The console of a router: its menus and its script language. */
export class Terminal {
  readonly #host: ScriptHost

  constructor(menus: Menus, host: { names?: NameTable; now?: () => number } = {}) {
    this.#host = {
      menus,
      names: host.names ?? new NameTable(),
      globals: new Map(),
      now: host.now ?? Date.now,
    }
  }

  /**
   * Runs pasted lines one by one, beginning at the root menu. A failing line
   * does not stop the next, as in a pasted terminal.
   */
  async paste(pasted: string): Promise<TerminalReply[]> {
    const interpreter = new Interpreter(this.#host, true)
    const session = new Session(interpreter)
    const replies: TerminalReply[] = []
    for (const chunk of chunksOf(pasted)) {
      const indent = chunk.text.length - chunk.text.trimStart().length
      const input = withoutComments(chunk.text).trim()
      if (input === '') continue
      const first = chunk.text.slice(0, indent).split('\n').length - 1
      const failure = await said(() => session.run(chunk, 1 - first))
      const output = interpreter.output.splice(0)
      if (failure !== undefined) output.push(failure)
      replies.push({ input, output: output.join('\n'), failed: failure !== undefined })
    }
    return replies
  }

  /** `/import` of a file that the router has. Throws RouterTrap. */
  async importFile(name: string): Promise<string> {
    const interpreter = new Interpreter(this.#host, false)
    try {
      await importFile(interpreter, name)
    } catch (error) {
      if (error instanceof ConsoleError) throw new RouterTrap(error.message, 4)
      throw error
    }
    return interpreter.output.join('\n')
  }

  /** Runs a script of `/system script` with its policies, read as a whole first. Throws RouterTrap. */
  async runScript(source: string, policies?: ReadonlySet<string>): Promise<string> {
    const interpreter = new Interpreter(this.#host, false, policies)
    try {
      await interpreter.runAll(parseSource(this.#host, source), new Scope(this.#host.globals))
    } catch (error) {
      if (error instanceof ConsoleError) throw new RouterTrap(error.message, 4)
      if (!(error instanceof ReturnSignal)) throw error
    }
    return interpreter.output.join('\n')
  }
}

const withoutComments = (chunk: string) => chunk.replace(/^\s*#[^\n]*$/gm, '')

/** The refusal of a line, or undefined when it ran. */
async function said(run: () => Promise<void>): Promise<string | undefined> {
  try {
    await run()
    return undefined
  } catch (error) {
    if (error instanceof RouterTrap || error instanceof ConsoleError) return error.message
    if (error instanceof ReturnSignal) return undefined
    throw error
  }
}
