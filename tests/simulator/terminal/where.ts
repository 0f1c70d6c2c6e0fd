import type { Menu, Row } from '../menus/menu.js'
import { ConsoleError } from './console_error.js'
import { tokenize } from './lexer.js'

const flag = (value: string) => ({ yes: 'true', no: 'false' })[value] ?? value

function holds(row: Row, condition: string): boolean {
  const [, name, operator, asked] = /^([\w.-]+)(!=|=|~)(.*)$/s.exec(condition) ?? []
  if (name === undefined || operator === undefined) {
    return condition.startsWith('!')
      ? row[condition.slice(1)] !== 'true'
      : row[condition] === 'true'
  }
  const stored = row[name] ?? ''
  if (operator === '~') return new RegExp(asked ?? '').test(stored)
  return (flag(stored) === flag(asked ?? '')) === (operator === '=')
}

/** The items of `[find where …]`; conditions stand side by side or with `and`. Throws ConsoleError. */
export function findItems(menu: Menu, conditions: string, line: number): Row[] {
  const words = tokenize({ text: conditions, line }).map((token) => token.text)
  const wanted = words.filter((word) => word !== 'where' && word !== 'and' && word !== '&&')
  for (const condition of wanted) {
    const name = /^!?([\w.-]+)/.exec(condition)?.[1] ?? ''
    const known =
      name in menu.spec.args ||
      menu.spec.ro.includes(name) ||
      ['.id', 'default', 'dynamic', 'authorized'].includes(name)
    if (!known) throw new ConsoleError(`expected end of command`, { line, column: 1 })
  }
  return menu.rows().filter((row) => wanted.every((condition) => holds(row, condition)))
}
