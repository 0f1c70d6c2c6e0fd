import type { Row } from './menu.js'
import { InvalidValue } from './router_trap.js'

const isTrue = (value: string) => value === 'true' || value === 'yes'
const isFlag = (value: string) => isTrue(value) || value === 'false' || value === 'no'

function equal(stored: string, asked: string): boolean {
  return isFlag(stored) && isFlag(asked) ? isTrue(stored) === isTrue(asked) : stored === asked
}

function compare(stored: string, asked: string): number {
  const [left, right] = [Number(stored), Number(asked)]
  if (Number.isNaN(left) || Number.isNaN(right)) return stored < asked ? -1 : stored > asked ? 1 : 0
  return left - right
}

/** `?#` operations on the stack: indexes, `!`, `&`, `|` and `.` (MikroTik's API page, "Queries"). */
function operate(stack: boolean[], operations: string): void {
  const top = (index: number) => {
    const value = stack[stack.length - 1 - index]
    if (value === undefined) throw new InvalidValue('invalid query word')
    return value
  }
  for (const [whole, index, operation] of operations.matchAll(/(\d+)|([!&|.])|./g)) {
    if (index !== undefined) {
      stack.push(top(Number(index)))
    } else if (operation === '!') {
      const value = top(0)
      stack.splice(-1, 1, !value)
    } else if (operation === '&' || operation === '|') {
      const [right, left] = [top(0), top(1)]
      stack.splice(-2, 2, operation === '&' ? left && right : left || right)
    } else if (operation !== '.') {
      throw new InvalidValue(`invalid query word ?#${whole}`)
    }
  }
}

/** Whether a row passes the `?` words of a sentence: everything left on the stack must hold. */
export function matchesQuery(row: Row, words: readonly string[]): boolean {
  const stack: boolean[] = []
  for (const word of words) {
    const body = word.slice(1)
    if (body.startsWith('#')) {
      operate(stack, body.slice(1))
      continue
    }
    const parts = /^([-<>=]?)([^=]*)(?:=(.*))?$/s.exec(body)
    const [sign, name, asked] = [parts?.[1] ?? '', parts?.[2] ?? '', parts?.[3]]
    const stored = row[name]
    if (sign === '-') stack.push(stored === undefined)
    else if (asked === undefined) stack.push(stored !== undefined)
    else if (stored === undefined) stack.push(false)
    else if (sign === '<') stack.push(compare(stored, asked) < 0)
    else if (sign === '>') stack.push(compare(stored, asked) > 0)
    else stack.push(equal(stored, asked))
  }
  return stack.every(Boolean)
}
