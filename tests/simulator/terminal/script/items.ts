import type { Menu, Row } from '../../menus/menu.js'
import { ConsoleError } from '../console_error.js'
import type { Node } from './ast.js'
import type { Interpreter } from './interpreter.js'
import type { Scope } from './scope.js'
import { text, toArgument, type Value } from './value.js'

/** Rows of the menu for which the conditions hold. */
export async function selected(
  interpreter: Interpreter,
  menu: Menu,
  where: Node | undefined,
  scope: Scope
): Promise<Row[]> {
  const found: Row[] = []
  for (const values of menu.rows()) {
    const holds =
      where === undefined ||
      interpreter.condition(
        propertyTruth(await interpreter.evaluate(where, scope.inner({ menu, values })))
      )
    if (holds) found.push(values)
  }
  return found
}

/** A property alone holds when it is set. */
const propertyTruth = (value: Value): Value =>
  value.type === 'bool' || value.type === 'nil' ? value : { type: 'bool', truth: true }

/** The `.id`s that an argument names: a `find`, ids, names, or, at a terminal, numbers. */
export function itemsOf(menu: Menu, value: Value, interactive: boolean): string[] {
  if (value.type === 'nil' || value.type === 'nothing')
    throw new ConsoleError('invalid internal item number')
  const wanted =
    value.type === 'array'
      ? value.items
      : toArgument(value)
          .split(',')
          .map((one) => text(one))
  const rows = menu.rows()
  return wanted.map((one) => {
    const name = toArgument(one)
    const numbered = /^\d+$/.test(name) && interactive ? rows[Number(name)] : undefined
    const row =
      numbered ??
      rows.find((other) => other['.id'] === name || (name !== '' && other['name'] === name))
    if (row === undefined) throw new ConsoleError('no such item')
    return row['.id'] ?? ''
  })
}
