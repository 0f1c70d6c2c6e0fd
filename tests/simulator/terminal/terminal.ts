import { runCommand } from '../menus/commands.js'
import type { Menu, Row } from '../menus/menu.js'
import type { CommandOutcome, Menus } from '../menus/menus.js'
import { RouterTrap, UnknownParameter } from '../menus/router_trap.js'
import { ITEM_COMMANDS, readWords } from './command_words.js'
import { ConsoleError } from './console_error.js'
import { splitStatements, tokenize, type Statement, type Token } from './lexer.js'
import { locate } from './menu_path.js'
import { printRows } from './printer.js'
import { findItems } from './where.js'

export interface TerminalReply {
  /** The statement as it was understood, on one line. */
  readonly input: string
  readonly output: string
  readonly failed: boolean
}

const SILENT = new Set(['add', 'set', 'remove', 'enable', 'disable', 'comment', 'unset', 'move'])

/** A small RouterOS console on the router's menus. It remembers the menu a line like `/radius` entered. */
export class Terminal {
  #menu = ''

  constructor(private readonly menus: Menus) {}

  /**
   * Runs pasted lines one by one, beginning at the root menu. A failing line
   * does not stop the next, as in a pasted terminal.
   */
  async paste(text: string): Promise<TerminalReply[]> {
    this.#menu = ''
    const replies: TerminalReply[] = []
    for (const statement of splitStatements(text)) replies.push(await this.#run(statement))
    return replies
  }

  async #run(statement: Statement): Promise<TerminalReply> {
    try {
      return {
        input: statement.text,
        output: await this.#execute(statement),
        failed: false,
      }
    } catch (error) {
      if (error instanceof RouterTrap || error instanceof ConsoleError) {
        return { input: statement.text, output: error.message, failed: true }
      }
      throw error
    }
  }

  async #execute(statement: Statement): Promise<string> {
    const tokens = tokenize(statement)
    const { menu, rest } = locate(this.menus, this.#menu, tokens, statement.line)
    const [command, ...words] = rest
    if (command === undefined) {
      this.#menu = menu
      return ''
    }
    if (command.text === 'import' && menu === '') return this.#import(words)
    if (command.text === 'ping' && menu === '') return '  received=4 packet-loss=0%'
    return this.#command(menu, command, words, statement.line)
  }

  async #command(
    path: string,
    command: Token,
    words: readonly Token[],
    line: number
  ): Promise<string> {
    const at = { line, column: command.column }
    const known =
      this.menus.paths().includes(path) && this.menus.menu(path).spec.cmds.includes(command.text)
    if (!known) throw new ConsoleError(`bad command name ${command.text}`, at)
    const menu = this.menus.menu(path)
    const { args, items, where } = readWords(menu, command.text, words, line)
    if (command.text === 'print')
      return printRows(menu, this.#printed(menu, items, where, line), args)
    if (menu.spec.kind === 'list' && ITEM_COMMANDS.has(command.text) && items !== undefined) {
      // a find without a match is not an error: nothing is done
      if (items.length === 0) return ''
      args['numbers'] = items.join(',')
    }
    const outcome = await this.#dispatch(path, command.text, args, words, line)
    if (SILENT.has(command.text)) return ''
    const rows = outcome.rows.map((row) =>
      Object.entries(row)
        .map(([name, value]) => `  ${name}: ${value}`)
        .join('\n')
    )
    return [...rows, ...(outcome.ret === undefined ? [] : [outcome.ret])].join('\n')
  }

  /** The console words an unknown argument differently from the API. */
  async #dispatch(
    path: string,
    name: string,
    args: Row,
    words: readonly Token[],
    line: number
  ): Promise<CommandOutcome> {
    try {
      return await runCommand(this.menus, {
        menu: path,
        name,
        args,
        query: [],
      })
    } catch (error) {
      if (error instanceof UnknownParameter) {
        const word = words.find(
          (token) => token.split >= 0 && token.text.slice(0, token.split) === error.parameter
        )
        throw new ConsoleError('expected end of command', {
          line,
          column: word?.column ?? 1,
        })
      }
      if (!(error instanceof RouterTrap)) throw error
      const missing = /^missing =(.+)=$/.exec(error.message)?.[1]
      throw missing === undefined
        ? error
        : new ConsoleError(`missing value(s) of argument(s) ${missing.replace('.id', 'numbers')}`)
    }
  }

  #printed(
    menu: Menu,
    items: string[] | undefined,
    where: readonly Token[] | undefined,
    line: number
  ): Row[] {
    const conditions = (where ?? []).map((token) => JSON.stringify(token.text)).join(' ')
    const found = where === undefined ? menu.rows() : findItems(menu, conditions, line)
    return items === undefined ? found : found.filter((row) => items.includes(row['.id'] ?? ''))
  }

  /** `/import file` runs the lines of a file the router has. */
  async #import(words: readonly Token[]): Promise<string> {
    const first = words[0]
    const name = first === undefined ? '' : first.text.slice(first.split + 1)
    const file = this.menus.rows('/file').find((row) => row['name'] === name)
    if (file === undefined) throw new ConsoleError('no such item')
    const replies = await new Terminal(this.menus).paste(file['contents'] ?? '')
    const failed = replies.find((reply) => reply.failed)
    if (failed !== undefined) throw new ConsoleError(failed.output)
    return 'Script file loaded and executed successfully'
  }
}
