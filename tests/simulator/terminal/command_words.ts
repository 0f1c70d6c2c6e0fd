import type { Menu, Row } from '../menus/menu.js'
import { ConsoleError } from './console_error.js'
import type { Token } from './lexer.js'
import { findItems } from './where.js'

/** Commands whose first bare word or bracket names the items they act on. */
export const ITEM_COMMANDS = new Set([
  'set',
  'remove',
  'enable',
  'disable',
  'comment',
  'unset',
  'move',
  'get',
  'monitor',
])

export interface CommandWords {
  readonly args: Row
  /** `.id`s of the items named, or undefined when none were. */
  readonly items: string[] | undefined
  /** The conditions after `where`. */
  readonly where: readonly Token[] | undefined
}

/** `[find …]`. Throws ConsoleError for any other bracket. */
function bracketed(menu: Menu, token: Token, line: number): string[] {
  const [, conditions] = /^find\b(.*)$/s.exec(token.text) ?? []
  if (conditions === undefined)
    throw new ConsoleError('syntax error', { line, column: token.column })
  return findItems(menu, conditions, line).map((row) => row['.id'] ?? '')
}

/** `set 0 …`, `set api …`: items by number or by name. Throws "no such item". */
function numbered(menu: Menu, token: Token): string[] {
  const rows = menu.rows()
  return token.text.split(',').map((one) => {
    const row = /^\d+$/.test(one)
      ? rows[Number(one)]
      : rows.find((item) => item['name'] === one || item['.id'] === one)
    if (row === undefined) throw new ConsoleError('no such item')
    return row['.id'] ?? ''
  })
}

/** Sorts the words after a command into arguments, items and conditions. */
export function readWords(
  menu: Menu,
  command: string,
  words: readonly Token[],
  line: number
): CommandWords {
  const args: Row = {}
  let items: string[] | undefined
  const whereAt = words.findIndex((token) => token.text === 'where' && !token.quoted)
  const where = whereAt < 0 ? undefined : words.slice(whereAt + 1)
  const takesItems = ITEM_COMMANDS.has(command) && menu.spec.kind === 'list'
  for (const token of whereAt < 0 ? words : words.slice(0, whereAt)) {
    if (token.kind === 'bracket') items = bracketed(menu, token, line)
    else if (token.split > 0)
      args[token.text.slice(0, token.split)] = token.text.slice(token.split + 1)
    else if (takesItems && items === undefined) items = numbered(menu, token)
    else args[token.text] = ''
  }
  return { args, items, where }
}
