import { BlockList } from 'node:net'
import { ConsoleError } from '../console_error.js'
import { array, NIL, number, text, toText, truth, type Value } from './value.js'

/** POSIX classes, which JavaScript lacks. */
const CLASSES: Record<string, string> = {
  digit: '0-9',
  alpha: 'A-Za-z',
  alnum: 'A-Za-z0-9',
  space: '\\s',
  upper: 'A-Z',
  lower: 'a-z',
  xdigit: '0-9A-Fa-f',
  punct: '!-\\/:-@\\[-`{-~',
}

export function matchesRegex(pattern: string, subject: string): boolean {
  const source = pattern.replace(/\[:(\w+):\]/g, (whole, name: string) => CLASSES[name] ?? whole)
  try {
    return new RegExp(source, 's').test(subject)
  } catch {
    throw new ConsoleError('invalid regexp')
  }
}

const flag = (word: string) => ({ yes: 'true', no: 'false' })[word] ?? word

/** Values of one kind by value, others by their text; a prefix never equals a text (MikroTik, "Why find does not work"). */
export function same(left: Value, right: Value): boolean {
  const types = new Set([left.type, right.type])
  if (types.size === 2 && types.has('ip-prefix') && types.has('str')) return false
  const empty = (value: Value) => value.type === 'nil' || value.type === 'nothing'
  if (empty(left) || empty(right)) return empty(left) && empty(right)
  if (left.type === 'num' && right.type === 'num') return left.number === right.number
  if (left.type === 'time' && right.type === 'time') return left.number === right.number
  if (types.has('bool')) return flag(toText(left)) === flag(toText(right))
  if (types.has('array') && types.size === 2) {
    const list = left.type === 'array' ? left : right
    const other = left.type === 'array' ? right : left
    return list.type === 'array' && list.items.map(toText).join(',') === toText(other)
  }
  return toText(left) === toText(right)
}

function magnitude(value: Value): number | undefined {
  if (value.type === 'num' || value.type === 'time') return value.number
  if (value.type === 'ip')
    return value.text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  return undefined
}

function order(left: Value, right: Value): number | undefined {
  const [a, b] = [magnitude(left), magnitude(right)]
  if (a !== undefined && b !== undefined) return a - b
  if (left.type === 'str' && right.type === 'str')
    return left.text < right.text ? -1 : left.text > right.text ? 1 : 0
  if (left.type === 'nil' || right.type === 'nil') return undefined
  if (left.type === 'nothing' || right.type === 'nothing') return undefined
  throw new ConsoleError(`cannot compare ${words(left)} with ${words(right)}`)
}

const words = (value: Value) =>
  ({
    str: 'string',
    num: 'integer number',
    bool: 'boolean',
    ip: 'ip address',
    time: 'time interval',
  })[value.type as string] ?? value.type

const asIp = (value: number): Value => ({
  type: 'ip',
  text: [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.'),
})

const ARITHMETIC: Record<string, (left: number, right: number) => number> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => Math.trunc(left / right),
  '%': (left, right) => left % right,
}

const VERBS: Record<string, string> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'divide',
}

function calculate(operator: string, left: Value, right: Value): Value {
  const [a, b] = [magnitude(left), magnitude(right)]
  const act = ARITHMETIC[operator]
  if (a === undefined || b === undefined || act === undefined)
    throw new ConsoleError(`cannot ${VERBS[operator]} ${words(left)} to ${words(right)}`)
  if (b === 0 && (operator === '/' || operator === '%')) throw new ConsoleError('division by zero')
  const result = act(a, b)
  if (left.type === 'ip' && right.type === 'ip') return number(result)
  if (left.type === 'ip') return asIp(result)
  // times count in milliseconds here, and multiply and divide by plain numbers
  if (left.type === 'time' || right.type === 'time') return { type: 'time', number: result }
  return number(result)
}

function bitwise(operator: string, left: Value, right: Value): Value {
  const [a, b] = [magnitude(left), magnitude(right)]
  if (a === undefined || b === undefined) throw new ConsoleError('cannot do bitwise operation')
  const result = {
    '&': a & b,
    '|': a | b,
    '^': a ^ b,
    '<<': a << b,
    '>>': a >>> b,
  }[operator]
  return left.type === 'ip' && !(operator === '>>' && right.type === 'num')
    ? asIp(result ?? 0)
    : number((result ?? 0) >>> 0)
}

function concatenate(left: Value, right: Value): Value {
  // a text joined with an array joins every element (MikroTik, "Be careful when adding an array")
  if (left.type === 'array') return array(left.items.map((one) => concatenate(one, right)))
  if (right.type === 'array') return array(right.items.map((one) => concatenate(left, one)))
  return text(toText(left) + toText(right))
}

function append(left: Value, right: Value): Value {
  const [a, b] = [left, right].map((one) => (one.type === 'array' ? one : array([one])))
  return array(
    [...(a?.items ?? []), ...(b?.items ?? [])],
    [...(a?.keyed ?? []), ...(b?.keyed ?? [])]
  )
}

function within(left: Value, right: Value): boolean {
  if (right.type === 'array') return right.items.some((one) => same(one, left))
  const [base, length] = toText(right).split('/')
  const [address, ownLength] = toText(left).split('/')
  if (length === undefined || (ownLength !== undefined && Number(ownLength) < Number(length)))
    return same(left, right)
  const list = new BlockList()
  list.addSubnet(base ?? '', Number(length))
  return list.check(address ?? '')
}

/** An element by its key or by its place from 0; nil where there is none. */
export function elementOf(container: Value, key: Value): Value {
  if (container.type !== 'array') return NIL
  if (key.type === 'num') return container.items[key.number] ?? NIL
  return container.keyed.get(toText(key)) ?? NIL
}

function matches(left: Value, right: Value): boolean {
  const pattern = toText(right)
  if (left.type !== 'array') return matchesRegex(pattern, toText(left))
  const all = left.items.map(toText)
  return [...all, all.join(',')].some((one) => matchesRegex(pattern, one))
}

/** A binary operator on two values; `&&` and `||` are the interpreter's. Throws ConsoleError. */
export function operate(operator: string, left: Value, right: Value): Value {
  const compared = (test: (order: number) => boolean) => {
    const found = order(left, right)
    return truth(found !== undefined && test(found))
  }
  switch (operator) {
    case '=':
      return truth(same(left, right))
    case '!=':
      return truth(!same(left, right))
    case '<':
      return compared((one) => one < 0)
    case '>':
      return compared((one) => one > 0)
    case '<=':
      return compared((one) => one <= 0)
    case '>=':
      return compared((one) => one >= 0)
    case '~':
      return truth(matches(left, right))
    case 'in':
      return truth(within(left, right))
    case '.':
      return concatenate(left, right)
    case ',':
      return append(left, right)
    case '->':
      return elementOf(left, right)
    case '&':
    case '|':
    case '^':
    case '<<':
    case '>>':
      return bitwise(operator, left, right)
    default:
      return calculate(operator, left, right)
  }
}
