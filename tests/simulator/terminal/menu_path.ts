import type { Menus } from '../menus/menus.js'
import { ConsoleError } from './console_error.js'
import type { Token } from './lexer.js'

export interface Located {
  readonly menu: string
  /** The command word and what follows it; empty when the line only enters a menu. */
  readonly rest: readonly Token[]
}

/** One word of a path walked from a menu: where it leads, and its part that is no menu. */
function walk(
  menus: Menus,
  from: string,
  token: Token,
  line: number
): { menu: string; command?: string } {
  let menu = from
  const parts = token.text.split('/').filter((part) => part !== '')
  for (const [place, part] of parts.entries()) {
    if (part === '..') menu = menu.slice(0, Math.max(0, menu.lastIndexOf('/')))
    else if (menus.has(`${menu}/${part}`)) menu = `${menu}/${part}`
    else if (place === parts.length - 1) return { menu, command: part }
    else {
      const column = token.column + token.text.indexOf(part)
      throw new ConsoleError(`bad command name ${part}`, { line, column })
    }
  }
  return { menu }
}

/** Walks `/ip hotspot profile` or `/ip/hotspot/profile` as far as menus go. Throws ConsoleError. */
export function locate(
  menus: Menus,
  current: string,
  tokens: readonly Token[],
  line: number
): Located {
  let menu = tokens[0]?.text.startsWith('/') === true ? '' : current
  for (const [index, token] of tokens.entries()) {
    const following = tokens.slice(index + 1)
    if (token.kind !== 'word' || token.quoted || token.split >= 0)
      return { menu, rest: [token, ...following] }
    const step = walk(menus, menu, token, line)
    menu = step.menu
    if (step.command !== undefined) {
      const column = token.column + token.text.lastIndexOf(step.command)
      return { menu, rest: [{ ...token, text: step.command, column }, ...following] }
    }
  }
  return { menu, rest: [] }
}
