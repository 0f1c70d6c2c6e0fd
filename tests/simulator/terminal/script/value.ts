import { isIPv6 } from 'node:net'
import { formatDuration, parseDuration } from '../../menus/duration.js'

/** A value of the script language (MikroTik, Scripting, "Data types"). Times are milliseconds. */
export type Value =
  | { readonly type: 'nil' | 'nothing' }
  | { readonly type: 'num' | 'time'; readonly number: number }
  | { readonly type: 'bool'; readonly truth: boolean }
  | { readonly type: 'str' | 'id' | 'ip' | 'ip-prefix' | 'ip6'; readonly text: string }
  | ArrayValue
  | CodeValue

export interface ArrayValue {
  readonly type: 'array'
  readonly items: readonly Value[]
  /** Elements with keys, in alphabetical order of the keys. */
  readonly keyed: ReadonlyMap<string, Value>
}

export interface CodeValue {
  readonly type: 'code'
  /** What runs when the function is called; opaque to everything but the interpreter. */
  readonly body: unknown
}

export const NIL: Value = { type: 'nil' }
export const text = (value: string): Value => ({ type: 'str', text: value })
export const number = (value: number): Value => ({ type: 'num', number: value })
export const truth = (value: boolean): Value => ({ type: 'bool', truth: value })
export const id = (value: string): Value => ({ type: 'id', text: value })

export function array(items: readonly Value[], keyed: Iterable<[string, Value]> = []): ArrayValue {
  const sorted = [...keyed].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
  return { type: 'array', items, keyed: new Map(sorted) }
}

const two = (value: number) => String(value).padStart(2, '0')

/** `1w2d03:04:05`: how scripts print a time, unlike `print`. */
function clockText(milliseconds: number): string {
  const whole = Math.floor(milliseconds / 1000)
  const days = Math.floor(whole / 86_400)
  const [weeks, rest] = [Math.floor(days / 7), days % 7]
  const clock = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60]
  const fraction =
    milliseconds % 1000 === 0 ? '' : `.${String(milliseconds % 1000).padStart(3, '0')}`
  return `${weeks > 0 ? `${weeks}w` : ''}${rest > 0 ? `${rest}d` : ''}${clock.map(two).join(':')}${fraction}`
}

/** What `:put` prints and `.` concatenates. */
export function toText(value: Value): string {
  switch (value.type) {
    case 'nil':
    case 'nothing':
      return ''
    case 'num':
      return String(value.number)
    case 'time':
      return clockText(value.number)
    case 'bool':
      return String(value.truth)
    case 'array': {
      const keyed = [...value.keyed].map(([key, one]) => `${key}=${toText(one)}`)
      return [...value.items.map(toText), ...keyed].join(';')
    }
    case 'code':
      return '(code)'
    default:
      return value.text
  }
}

/** What an argument of a menu command receives: lists by commas, times as `print` has them. */
export function toArgument(value: Value): string {
  if (value.type === 'array') return value.items.map(toArgument).join(',')
  if (value.type === 'time') return formatDuration(value.number)
  return toText(value)
}

const IPV4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/

/** The value that a word without quotes stands for. */
export function literal(word: string): Value {
  if (word === '') return NIL
  if (/^-?\d+$/.test(word)) return number(Number(word))
  if (/^0x[0-9a-f]+$/i.test(word)) return number(Number(word))
  if (/^(true|yes)$/.test(word)) return truth(true)
  if (/^(false|no)$/.test(word)) return truth(false)
  if (/^\*[0-9a-f]+$/i.test(word)) return { type: 'id', text: word.toUpperCase() }
  if (IPV4.test(word)) return { type: 'ip', text: word }
  const [address, length] = word.split('/')
  if (IPV4.test(address ?? '') && /^\d{1,2}$/.test(length ?? '') && Number(length) <= 32)
    return { type: 'ip-prefix', text: word }
  if (isIPv6(word)) return { type: 'ip6', text: word }
  const time = parseDuration(word)
  return time === undefined ? text(word) : { type: 'time', number: time }
}

/** The name `:typeof` gives. */
export function typeName(value: Value): string {
  return value.type
}

/** The elements of an array with its keyed ones, or the value alone. */
export function elements(value: Value): Value[] {
  if (value.type === 'array') return [...value.items, ...value.keyed.values()]
  return value.type === 'nil' || value.type === 'nothing' ? [] : [value]
}
